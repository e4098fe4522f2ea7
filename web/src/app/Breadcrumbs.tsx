import { Group, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { Link } from '@/components/Link';

/** namespace / repository / crate of the page, each a link. */
export function Breadcrumbs() {
  const { namespace, repository, crate } = useParams({ strict: false });
  if (namespace === undefined) return null;
  return (
    <Group component="nav" aria-label="Where this is" gap={6} wrap="nowrap" style={{ minWidth: 0 }}>
      <Slash />
      <Link to="/$namespace" params={{ namespace }} truncate>
        {namespace}
      </Link>
      {repository !== undefined && (
        <>
          <Slash />
          <Link to="/$namespace/$repository" params={{ namespace, repository }} truncate>
            {repository}
          </Link>
        </>
      )}
      {repository !== undefined && crate !== undefined && (
        <>
          <Slash hiddenOnPhones />
          <Link
            to="/$namespace/$repository/@{$crate}"
            params={{ namespace, repository, crate }}
            truncate
            visibleFrom="sm"
          >
            {crate}
          </Link>
        </>
      )}
    </Group>
  );
}

function Slash({ hiddenOnPhones = false }: { hiddenOnPhones?: boolean }) {
  return (
    <Text component="span" c="dimmed" aria-hidden visibleFrom={hiddenOnPhones ? 'sm' : undefined}>
      /
    </Text>
  );
}
