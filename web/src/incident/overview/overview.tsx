import { Files } from '../files/files.tsx';
import type { Incident } from '../queries.ts';
import { Properties } from './properties.tsx';
import { Description, Resolution } from './prose.tsx';
import { Related, WorkflowLink } from './related.tsx';
import { Resources } from './resources.tsx';

/** What the incident is and what it owns: the column at the left, or the overview on smaller screens. */
export function Overview({ incident }: { incident: Incident }) {
  return (
    <>
      <Properties incident={incident} />
      <Description incident={incident} />
      <Resources incident={incident} />
      <Resolution incident={incident} />
      <Files incident={incident} />
      <Related incident={incident} />
      <WorkflowLink incident={incident} />
    </>
  );
}
