/** Does the work as soon as fewer than the limit are under way. */
export type AtMost = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets at most `limit` pieces of work run at once; the others wait in order. */
export function createAtMost(limit: number): AtMost {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

/** Does the work in the room of that key. */
export type Rooms = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** A room for each key that lets at most `limit` pieces of work in at once, so that what hangs under one key never keeps the others waiting. Empty rooms are forgotten. */
export function createRooms(limit: number): Rooms {
  const rooms = new Map<string, { enter: AtMost; guests: number }>();
  return async (key, work) => {
    const room = rooms.get(key) ?? { enter: createAtMost(limit), guests: 0 };
    rooms.set(key, room);
    room.guests += 1;
    try {
      return await room.enter(work);
    } finally {
      room.guests -= 1;
      if (room.guests === 0) rooms.delete(key);
    }
  };
}
