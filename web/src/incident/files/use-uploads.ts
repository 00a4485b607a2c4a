import { useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { routes } from '../../../../api/contract/index.ts';
import { keyOf } from '../../api/hooks.ts';
import { ApiProblem } from '../../api/problem.ts';
import { type Uploaded, uploadFile } from './upload.ts';

/** A file on its way: its progress from 0 to 1, or why it failed. */
export type Upload = { id: number; file: File; share: number; problem: ApiProblem | undefined };

/** Uploads files of one incident, each with its progress; a failed one stays until it is tried again or put away. */
export function useUploads(incident: string, onUploaded?: (file: Uploaded) => void): { uploads: Upload[]; add: (files: Iterable<File>) => void; retry: (id: number) => void; drop: (id: number) => void } {
  const client = useQueryClient();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const next = useRef(1);
  const stops = useRef(new Map<number, AbortController>());
  const change = (id: number, changes: Partial<Upload>): void => setUploads((known) => known.map((each) => (each.id === id ? { ...each, ...changes } : each)));
  const remove = (id: number): void => setUploads((known) => known.filter((each) => each.id !== id));

  const run = async (id: number, file: File): Promise<void> => {
    const stop = new AbortController();
    stops.current.set(id, stop);
    try {
      const uploaded = await uploadFile(incident, file, { onProgress: (share) => change(id, { share }), signal: stop.signal });
      remove(id);
      onUploaded?.(uploaded);
      void client.invalidateQueries({ queryKey: keyOf(routes.timeline.files, { params: { incident } }) });
    } catch (error) {
      if (!stop.signal.aborted) change(id, { problem: ApiProblem.from(error), share: 0 });
    } finally {
      stops.current.delete(id);
    }
  };
  return {
    uploads,
    add: (files) => {
      for (const file of files) {
        const id = next.current++;
        setUploads((known) => [...known, { id, file, share: 0, problem: undefined }]);
        void run(id, file);
      }
    },
    retry: (id) => {
      const upload = uploads.find((each) => each.id === id);
      if (!upload) return;
      change(id, { problem: undefined, share: 0 });
      void run(id, upload.file);
    },
    drop: (id) => {
      stops.current.get(id)?.abort();
      remove(id);
    },
  };
}

/** The files of a drop or paste; empty when it carries none. */
export function filesOf(data: DataTransfer | null): File[] {
  return data ? [...data.files] : [];
}
