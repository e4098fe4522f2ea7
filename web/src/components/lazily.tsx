import { Button } from '@mantine/core';
import { lazy, type ComponentType } from 'react';

/**
 * A component whose script is loaded when it is first shown. Where that fails (the server was updated since the page was opened, or
 * the connection is gone) the rest of the page stays, and says how to go on.
 */
export function lazily<Properties extends object>(
  load: () => Promise<ComponentType<Properties>>,
): ComponentType<Properties> {
  return lazy(async () => {
    try {
      return { default: await load() };
    } catch {
      return { default: NotLoaded };
    }
  });
}

function NotLoaded() {
  return (
    <Button
      size="compact-sm"
      variant="default"
      title="A part of this page could not be loaded: the server may have been updated."
      onClick={() => window.location.reload()}
    >
      Reload the page
    </Button>
  );
}
