import { Button, Skeleton } from '@mantine/core';
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { About } from '#contract/admin-bridge';
import { bridge, unwrap } from '../bridge/bridge.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { FailedLoad } from '../ui/failed-load.tsx';
import { Section } from '../ui/section.tsx';
import classes from './settings.module.css';

const aboutOptions = queryOptions({
  queryKey: ['about'],
  queryFn: () => unwrap(bridge.app.about()),
});

/** Which versions these are, whose work is inside, and what helps to find a fault. */
export function AboutSection() {
  const listId = useId();
  const about = useQuery(aboutOptions);
  const [listed, setListed] = useState(false);
  return (
    <Section
      title="About"
      hint="Diagnostics hold versions, settings and the end of the log: no secret, no address."
    >
      {about.isPending && <Skeleton height={112} width={280} />}
      {about.isError && !about.data && (
        <FailedLoad
          what="The versions could not be found out."
          why={problemSentence(about.error.problem)}
          onRetry={() => void about.refetch()}
        />
      )}
      {about.data && <Versions about={about.data} />}
      <div className={classes.deeds}>
        <DiagnosticsButton />
        <Button
          variant="default"
          aria-expanded={listed}
          aria-controls={listed ? listId : undefined}
          onClick={() => setListed(!listed)}
        >
          {listed ? 'Hide licences' : 'Show licences'}
        </Button>
      </div>
      {listed && about.data && <Licences id={listId} packages={about.data.packages} />}
    </Section>
  );
}

function Versions({ about }: { about: About }) {
  const facts = [
    ['FastLinkIt Admin', about.app],
    ['Electron', about.electron],
    ['Chromium', about.chromium],
    ['Node.js', about.node],
    ['System', about.os],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([what, version]) => [<dt key={`${what} name`}>{what}</dt>, <dd key={what}>{version}</dd>])}
    </dl>
  );
}

function DiagnosticsButton() {
  const copy = useMutation({
    mutationKey: ['app.copyDiagnostics'],
    mutationFn: () => unwrap(bridge.app.copyDiagnostics()),
  });
  return (
    <>
      <Button variant="default" loading={copy.isPending} onClick={() => copy.mutate()}>
        Copy diagnostics
      </Button>
      {copy.isSuccess && <span role="status">Copied</span>}
      {copy.isError && (
        <span role="alert" className={classes.problem}>
          {problemSentence(copy.error.problem)}
        </span>
      )}
    </>
  );
}

function Licences({ id, packages }: { id: string; packages: About['packages'] }) {
  return (
    // It scrolls, by keyboard too: for that it takes the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div id={id} role="region" aria-label="Licences" tabIndex={0} className={classes.licences}>
      <table className={classes.packages}>
        <thead>
          <tr>
            <th scope="col">Package</th>
            <th scope="col">Version</th>
            <th scope="col">Licence</th>
          </tr>
        </thead>
        <tbody>
          {packages.map(({ name, version, license }) => (
            <tr key={`${name} ${version}`}>
              <td>{name}</td>
              <td>{version}</td>
              <td>{license}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
