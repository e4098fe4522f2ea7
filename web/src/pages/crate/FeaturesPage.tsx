import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { Fragment, useEffect, type ReactNode } from 'react';
import { Link } from '@/components/Link';
import { PageTitle } from '@/components/PageTitle';
import { EmptyState, ErrorState, LoadingRows } from '@/components/States';
import { counted } from '@/lib/format';
import { defaultFeatures, featureClosure, sortFeatures, type Enabled, type Feature } from './features';
import { versionQuery } from './queries';
import { useVersion } from './use_crate';

const kIdPrefix = 'feature-';

/** What can be turned on in a version, and what comes with it. */
export function FeaturesPage() {
  const { crate, name, version } = useVersion();
  const details = useQuery(versionQuery(name));
  const features = details.data?.features;
  const hash = useLocation({ select: (location) => location.hash });
  useEffect(() => {
    if (hash !== '') document.getElementById(kIdPrefix + hash)?.scrollIntoView();
  }, [hash, features]);
  return (
    <>
      <PageTitle
        order={2}
        title={`Features of ${crate.name} ${name.version}`}
        description={features && features.length > 0 ? summary(features) : undefined}
      >
        Features
      </PageTitle>
      {details.isLoadingError ? (
        <ErrorState error={details.error} onRetry={() => void details.refetch()} />
      ) : features === undefined ? (
        <LoadingRows rows={Math.max(1, Math.min(version.features, 10))} height={76} />
      ) : features.length === 0 ? (
        <EmptyState title="There is nothing to turn on or off">This version has no features.</EmptyState>
      ) : (
        <FeatureList features={features} />
      )}
    </>
  );
}

function summary(features: readonly Feature[]): string {
  const count = defaultFeatures(features).size;
  return `${counted(features.length, 'feature')}; ${count === 0 ? 'none of them is' : count === 1 ? '1 is' : `${count} are`} on when nobody asks.`;
}

function FeatureList({ features }: { features: readonly Feature[] }) {
  const byDefault = defaultFeatures(features);
  return (
    <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {sortFeatures(features).map(({ name }) => (
        <Paper component="li" key={name} withBorder p="sm" id={kIdPrefix + name} style={{ scrollMarginTop: 72 }}>
          <Group gap="xs">
            <Title order={3} size="h5" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Title>
            {byDefault.has(name) && (
              <Badge variant="default" tt="none">
                on by default
              </Badge>
            )}
          </Group>
          <FeatureParts features={features} name={name} />
        </Paper>
      ))}
    </Stack>
  );
}

function FeatureParts({ features, name }: { features: readonly Feature[]; name: string }) {
  const { direct, transitive, dependencies } = featureClosure(features, name);
  if (direct.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Turns on nothing else.
      </Text>
    );
  }
  return (
    <>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        Turns on <Listed items={direct.map((enabled) => [JSON.stringify(enabled), <One key="" enabled={enabled} />])} />
      </Text>
      {transitive.length + dependencies.length > 0 && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          and so{' '}
          <Listed
            items={[
              ...transitive.map(({ feature, through }): [string, ReactNode] => [
                `feature ${feature}`,
                <>
                  <FeatureLink name={feature} /> through {through}
                </>,
              ]),
              ...dependencies.map(({ dependency, through }): [string, ReactNode] => [
                `crate ${dependency}`,
                <>
                  the crate {dependency} through {through}
                </>,
              ]),
            ]}
          />
        </Text>
      )}
    </>
  );
}

function Listed({ items }: { items: [string, ReactNode][] }) {
  return items.map(([key, item], at) => (
    <Fragment key={key}>
      {at > 0 && ', '}
      {item}
    </Fragment>
  ));
}

function One({ enabled }: { enabled: Enabled }) {
  const { name } = useVersion();
  switch (enabled.kind) {
    case 'feature':
      return <FeatureLink name={enabled.feature} />;
    case 'dependency':
      return (
        <>
          the crate{' '}
          <Link to="/$namespace/$repository/@{$crate}/$version/dependencies" params={name} underline="always" inherit>
            {enabled.dependency}
          </Link>
        </>
      );
    case 'foreign':
      return (
        <>
          <Text component="span" ff="monospace" inherit>
            {enabled.feature}
          </Text>{' '}
          of {enabled.dependency}
          {enabled.weak && ', if that is on'}
        </>
      );
  }
}

function FeatureLink({ name }: { name: string }) {
  return (
    <Link to="." hash={name} ff="monospace" underline="always" preload={false} inherit>
      {name}
    </Link>
  );
}
