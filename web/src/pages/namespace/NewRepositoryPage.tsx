import { Alert, Button, Group, Paper, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { api, take } from '@/api/client';
import { ApiError, sentenceOf } from '@/api/errors';
import { absoluteUrl } from '@/api/base';
import { LinkButton } from '@/components/Link';
import { PageTitle } from '@/components/PageTitle';
import { slugOf } from '@/lib/slug';

interface Values {
  name: string;
  slug: string;
  description: string;
  repository_type_str: 'Public' | 'Private';
}

/** A new repository in a namespace. */
export function NewRepositoryPage() {
  const { namespace } = useParams({ from: '/$namespace/~new' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const form = useForm<Values>({
    initialValues: { name: '', slug: '', description: '', repository_type_str: 'Private' },
    validate: { name: (name) => (name.trim() === '' ? 'Give the repository a name.' : null) },
  });
  const create = useMutation({
    mutationFn: ({ slug, ...values }: Values) =>
      take(
        api.POST('/v1/repos/{owner}/', {
          params: { path: { owner: namespace } },
          body: { ...values, name: values.name.trim(), ...(slug.trim() === '' ? {} : { slug: slug.trim() }) },
        }),
      ),
    onSuccess: async (repository) => {
      await client.invalidateQueries({ queryKey: ['namespace', namespace] });
      await navigate({ to: '/$namespace/$repository', params: { namespace, repository: repository.slug } });
    },
    onError: (error) => error instanceof ApiError && form.setErrors({ ...error.fields }),
  });
  const { error } = create;
  const elsewhere = error !== null && !(error instanceof ApiError && Object.keys(error.fields).length > 0);
  const slug = form.values.slug.trim() || slugOf(form.values.name);
  return (
    <>
      <PageTitle title="New repository" description={`In the namespace ${namespace}`} />
      <Paper withBorder p="lg" maw={680}>
        <form onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
          <Stack>
            <TextInput label="Name" required maxLength={50} {...form.getInputProps('name')} />
            <div>
              <TextInput
                label="Name in URLs"
                description="2 to 50 letters, digits, - and _. Made of the name when left empty."
                placeholder={slugOf(form.values.name)}
                maxLength={50}
                autoCapitalize="none"
                spellCheck={false}
                {...form.getInputProps('slug')}
              />
              <Text size="sm" c="dimmed" mt={4} style={{ overflowWrap: 'anywhere' }} mih={22}>
                {slug !== '' && <code>{absoluteUrl(`/${namespace}/${slug}`)}</code>}
              </Text>
            </div>
            <Textarea
              label="Description"
              maxLength={1000}
              autosize
              minRows={2}
              {...form.getInputProps('description')}
            />
            <Radio.Group label="Who may read it" {...form.getInputProps('repository_type_str')}>
              <Stack mt="xs" gap="sm">
                <Radio
                  value="Private"
                  label="Private"
                  description="Members of the namespace and whoever is given a privilege or an entitlement token. To others it does not exist."
                />
                <Radio
                  value="Public"
                  label="Public"
                  description="Everybody, without signing in. Publishing still needs the privilege to write."
                />
              </Stack>
            </Radio.Group>
            {elsewhere && (
              <Alert color="red" role="alert">
                {sentenceOf(error)}
              </Alert>
            )}
            <Group justify="flex-end">
              <LinkButton to="/$namespace" params={{ namespace }} variant="default">
                Cancel
              </LinkButton>
              <Button type="submit" loading={create.isPending}>
                Create the repository
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </>
  );
}
