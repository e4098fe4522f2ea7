import '@mantine/charts/styles.css';

import { BarChart } from '@mantine/charts';
import { Paper, SimpleGrid, Text, Title } from '@mantine/core';
import type { SchemaStatisticsDay } from '@/api/schema';
import { formatDay } from '@/lib/days';
import { formatBytes, formatCount } from '@/lib/format';

const kHeight = 220;

/** Downloads and bytes of each day as bars. Its chunk holds the library of charts: load it lazily. */
export function DailyCharts({ days }: { days: SchemaStatisticsDay[] }) {
  return (
    <SimpleGrid cols={1} spacing="md">
      <Daily
        title="Downloads per day"
        days={days}
        name="downloads"
        label="Downloads"
        color="harbour.6"
        tick={formatCount}
        exact={formatCount}
      />
      <Daily
        title="Bandwidth per day"
        days={days}
        name="bytes"
        label="Sent"
        color="indigo.5"
        tick={formatBytes}
        exact={(bytes) => `${formatBytes(bytes)} (${formatCount(bytes)} bytes)`}
      />
    </SimpleGrid>
  );
}

interface Properties {
  title: string;
  days: SchemaStatisticsDay[];
  name: 'downloads' | 'bytes';
  label: string;
  color: string;
  tick: (value: number) => string;
  exact: (value: number) => string;
}

function Daily({ title, days, name, label, color, tick, exact }: Properties) {
  const most = days.reduce((best, day) => (day[name] > best[name] ? day : best), days[0]!);
  return (
    <Paper component="section" withBorder p="md" aria-label={title} miw={0}>
      <Title order={3} size="sm" mb="xs">
        {title}
      </Title>
      {/* Read out as one sentence; each number stands in the table of the same page. */}
      <div
        role="img"
        aria-label={`${title}, ${formatDay(days[0]!.day)} to ${formatDay(days.at(-1)!.day)}. Most on ${formatDay(most.day)}: ${exact(most[name])}. The form “Table” has every number.`}
      >
        <BarChart
          h={kHeight}
          data={days.map((day) => ({ ...day, day: formatDay(day.day) }))}
          dataKey="day"
          series={[{ name, label, color }]}
          valueFormatter={exact}
          yAxisProps={{ tickFormatter: tick, width: 64, allowDecimals: false }}
          xAxisProps={{ minTickGap: 24 }}
          barProps={{ isAnimationActive: false, maxBarSize: 40 }}
          barChartProps={{ accessibilityLayer: false }}
          tickLine="none"
        />
      </div>
      {most[name] === 0 && (
        <Text size="sm" c="dimmed" ta="center">
          Nothing was downloaded in these days.
        </Text>
      )}
    </Paper>
  );
}
