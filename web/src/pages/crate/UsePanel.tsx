import { Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CodeBlock } from '@/components/CodeBlock';
import { Link } from '@/components/Link';
import { ErrorState } from '@/components/States';
import type { VersionName } from './addresses';
import { useLinesQuery } from './queries';
import { useVersion } from './use_crate';

/** The lines that make a project use this version, for this repository as cargo calls it. */
export function UsePanel({ name }: { name: VersionName }) {
  const { version, crate } = useVersion();
  const { name: spelled } = crate;
  const setup = useQuery(useLinesQuery(name));
  // What comes after the lines, as building, needs no telling here.
  const steps = setup.data?.sections
    .find(({ id }) => id === 'depend')
    ?.steps.filter(({ code }) => isAbout(code, spelled));
  return (
    <Stack gap="xs" component="section" aria-labelledby="use-it">
      <Title order={2} size="h5" id="use-it">
        Use it
      </Title>
      {version.quarantined ? (
        <Text size="sm" c="dimmed">
          It is in quarantine: cargo can neither choose nor download it.
        </Text>
      ) : setup.isLoadingError ? (
        <ErrorState error={setup.error} onRetry={() => void setup.refetch()} />
      ) : steps === undefined ? (
        <Skeleton height={190} />
      ) : (
        steps.map(({ text, file, code, language }) => (
          <div key={text}>
            <Text size="sm" c="dimmed" mb={4}>
              {text}
            </Text>
            <CodeBlock code={code} language={language} file={file} />
          </div>
        ))
      )}
      <Link
        to="/$namespace/$repository/setup"
        params={{ namespace: name.namespace, repository: name.repository }}
        search={{ crate: name.crate, version: name.version }}
        size="sm"
      >
        Set up cargo for this repository
      </Link>
    </Stack>
  );
}

function isAbout(code: string, crate: string): boolean {
  return code.toLowerCase().includes(crate.toLowerCase());
}
