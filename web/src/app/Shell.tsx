import { Box, Container, Group, Text } from '@mantine/core';
import { IconBuildingWarehouse } from '@tabler/icons-react';
import { Outlet } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { Link } from '@/components/Link';
import { Breadcrumbs } from './Breadcrumbs';
import { ColorSchemeToggle } from './ColorSchemeToggle';
import { RouteAnnouncer } from './RouteAnnouncer';
import { SearchButton } from './SearchButton';
import { UserMenu } from './UserMenu';
import { useSession } from './session';

// By script, because the page's address belongs to the router.
function focusMain(event: MouseEvent) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/** What stands around every page: where one is, search, theme, who one is. */
export function Shell() {
  const { version } = useSession();
  return (
    <>
      <RouteAnnouncer />
      <a href="#main" className="skip-link" onClick={focusMain}>
        Skip to the content
      </a>
      <header className="page-header">
        <Container size="xl" h="100%">
          <Group h="100%" justify="space-between" wrap="nowrap" gap="sm">
            <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
              <Link to="/" underline="never" aria-label="Entrepot, to the start page">
                <Group gap={8} wrap="nowrap">
                  <IconBuildingWarehouse size={24} aria-hidden />
                  <Text fw={700} visibleFrom="sm">
                    Entrepot
                  </Text>
                </Group>
              </Link>
              <Breadcrumbs />
            </Group>
            <Group gap="xs" wrap="nowrap">
              <SearchButton />
              <ColorSchemeToggle />
              <UserMenu />
            </Group>
          </Group>
        </Container>
      </header>
      <main id="main" tabIndex={-1}>
        <Container size="xl" py="lg" mih="calc(100dvh - 120px)">
          <Outlet />
        </Container>
      </main>
      <Box component="footer" py="md">
        <Container size="xl">
          <Text size="xs" c="dimmed">
            Entrepot {version}
          </Text>
        </Container>
      </Box>
    </>
  );
}
