import { Spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';

export default function Palette({ wanted }: { wanted: number }) {
  return <Spotlight actions={[]} key={wanted} forceOpened={wanted > 0} />;
}
