import { Button, Skeleton } from '@mantine/core';
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { About } from '#contract/bridge/types';
import { bridge, unwrap } from '../data/bridge.ts';
import { FailedLoad } from '../components/feedback/failed-load.tsx';
import { Section } from '../components/layout/section.tsx';
import classes from './settings.module.css';

const aboutOptions = queryOptions({
  queryKey: ['about'],
  queryFn: () => unwrap(bridge.app.about()),
});

/** The versions, the licenses of the packages, and the diagnostics. */
export function AboutSection() {
  const listId = useId();
  const about = useQuery(aboutOptions);
  const [listed, setListed] = useState(false);
  return (
    <Section
      title="About"
      hint="Diagnostics include versions, settings and recent logs. No secrets or email addresses."
    >
      {about.isPending && <Skeleton height={112} width={280} />}
      {about.isError && !about.data && (
        <FailedLoad
          what="The versions couldn’t be loaded."
          why={about.error.message}
          onRetry={() => void about.refetch()}
        />
      )}
      {about.data && <Versions about={about.data} />}
      <div className={classes.buttons}>
        <DiagnosticsButton />
        <Button
          variant="default"
          aria-expanded={listed}
          aria-controls={listed ? listId : undefined}
          onClick={() => setListed(!listed)}
        >
          {listed ? 'Hide licenses' : 'Show licenses'}
        </Button>
      </div>
      {listed && about.data && <Licenses id={listId} packages={about.data.packages} />}
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
          {copy.error.message}
        </span>
      )}
    </>
  );
}

function Licenses({ id, packages }: { id: string; packages: About['packages'] }) {
  return (
    // It can be focused, to be scrolled by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div id={id} role="region" aria-label="Licenses" tabIndex={0} className={classes.licenses}>
      <table className={classes.packages}>
        <thead>
          <tr>
            <th scope="col">Package</th>
            <th scope="col">Version</th>
            <th scope="col">License</th>
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
