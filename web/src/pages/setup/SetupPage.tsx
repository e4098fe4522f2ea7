import { Alert, Box, Button, Grid, Group, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '@/api/errors';
import type { SchemaSetup } from '@/api/schema';
import { useSession } from '@/app/session';
import { CodeBlock } from '@/components/CodeBlock';
import { PageTitle } from '@/components/PageTitle';
import { ErrorState } from '@/components/States';
import { useLastData } from '@/lib/use_last_data';
import { kSecretKinds, secretsIn, type SecretKind, type Secrets } from '@/lib/fill_secrets';
import { Choices, Tasks } from './Choices';
import { Names } from './Names';
import { useRepository, type Place } from '@/pages/repository/queries';
import { SecretsPanel } from './lazy_secrets_panel';
import { Troubleshooting } from './lazy_troubleshooting';
import { setupQuery, tokenSecretQuery } from './queries';
import { alsoChanged, withChoice, withTask } from './search';
import { Sections } from './Sections';
import styles from './SetupPage.module.css';

const route = getRouteApi('/$namespace/$repository/setup');

/** Contextual documentation: the exact lines for this repository and this person, ready to paste. */
export function SetupPage() {
  const place = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const setup = useQuery(setupQuery(place, search));
  // The lines stay through whatever fails: a key that was made in them is shown nowhere else.
  const shown = useLastData(setup.data);
  return (
    <>
      <PageTitle title="Set up cargo" order={2} description="Lines to paste that make cargo use this repository." />
      {setup.error !== null && setup.data === undefined && (
        <Box mb="lg">
          <Refused
            error={setup.error}
            onRetry={() => void setup.refetch()}
            onReset={() => void navigate({ search: {} })}
          />
        </Box>
      )}
      {shown !== undefined ? <Lines place={place} setup={shown} /> : setup.error === null && <Loading />}
    </>
  );
}

/** A choice that cannot be is no failure of the server: the page begins again with what fits. */
function Refused({ error, onRetry, onReset }: { error: Error; onRetry: () => void; onReset: () => void }) {
  if (!(error instanceof ApiError) || error.status !== 422) return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <Alert color="orange" title="These do not go together" role="alert">
      <Text size="sm">{error.message}</Text>
      <Button mt="sm" size="xs" variant="default" onClick={onReset}>
        Choose what fits
      </Button>
    </Alert>
  );
}

function kindsIn(setup: SchemaSetup): SecretKind[] {
  const found = setup.sections.flatMap(({ steps }) => steps.flatMap(({ code }) => secretsIn(code)));
  return kSecretKinds.filter((kind) => found.includes(kind) || secretsIn(setup.index).includes(kind));
}

function Lines({ place, setup }: { place: Place; setup: SchemaSetup }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { user } = useSession();
  const wide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const [given, setGiven] = useState<Secrets>({ user: user?.slug });
  const [changes, setChanges] = useState<string[]>([]);
  const kinds = kindsIn(setup);
  const mayManageTokens = useRepository().actions.manage_entitlements;
  const tokenSecret = useQuery({
    ...tokenSecretQuery(place, search.token ?? ''),
    enabled: search.token !== undefined && mayManageTokens && kinds.includes('entitlement_token'),
  });
  const secrets: Secrets =
    search.token === undefined ? given : { ...given, entitlement_token: tokenSecret.data ?? given.entitlement_token };
  const go = (next: typeof search) => void navigate({ search: next, resetScroll: false });

  const tasks = (
    <Tasks
      setup={setup}
      onToggle={(choice) => {
        setChanges(choice.is_fitting ? [] : alsoChanged(setup, choice));
        go(withTask(search, setup, choice));
      }}
    />
  );
  const choices = (
    <Choices
      setup={setup}
      layout={wide ? 'radios' : 'selects'}
      onChoose={(choice, clicked) => {
        setChanges(alsoChanged(setup, choice, clicked));
        go(withChoice(search, choice));
      }}
    />
  );
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, md: 4, lg: 3.5 }}>
        <Stack gap="lg" className={styles.choices}>
          {wide ? choices : <SimpleGrid cols={{ base: 1, xs: 2 }}>{choices}</SimpleGrid>}
          <Names setup={setup} search={search} onChange={(name, value) => go({ ...search, [name]: value })} />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 8, lg: 8.5 }}>
        <Stack gap="xl">
          <div>
            {tasks}
            <div role="status">
              {changes.length > 0 && (
                <Alert
                  mt="md"
                  variant="light"
                  title="Changed with it"
                  withCloseButton
                  closeButtonLabel="Close"
                  onClose={() => setChanges([])}
                >
                  {changes.join(' · ')}
                </Alert>
              )}
            </div>
          </div>
          <SecretsPanel
            place={place}
            kinds={kinds}
            secrets={secrets}
            onChange={(kind, value) => setGiven((before) => ({ ...before, [kind]: value }))}
            publishes={setup.chosen.task.some((task) => task === 'publish' || task === 'upload')}
            mayManageTokens={mayManageTokens}
            token={search.token}
            onToken={(token) => go({ ...search, token })}
          />
          {tokenSecret.error !== null && <ErrorState error={tokenSecret.error} />}
          <Group align="center" gap="xs">
            <Text size="sm" fw={500}>
              Index
            </Text>
            <div style={{ flex: 1, minWidth: 0 }}>
              <CodeBlock code={setup.index} language="text" secrets={secrets} />
            </div>
          </Group>
          <Sections setup={setup} secrets={secrets} />
          <Troubleshooting troubles={setup.troubleshooting} />
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

function Loading() {
  return (
    <Grid gap="xl" aria-busy="true" role="status" aria-label="Loading">
      <Grid.Col span={{ base: 12, md: 4, lg: 3.5 }}>
        <Skeleton height={560} radius="sm" />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 8, lg: 8.5 }}>
        <Stack gap="xl">
          <Skeleton height={60} radius="sm" />
          <Skeleton height={140} radius="sm" />
          <Skeleton height={220} radius="sm" />
          <Skeleton height={220} radius="sm" />
        </Stack>
      </Grid.Col>
    </Grid>
  );
}
