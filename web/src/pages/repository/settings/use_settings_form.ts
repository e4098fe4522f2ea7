import { useForm, type UseFormReturnType } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/api/client';
import { ApiError, sentenceOf } from '@/api/errors';
import type { SchemaRepository, SchemaRepositoryRequestPatch } from '@/api/schema';
import { notifyDone } from '@/lib/notify';
import { pathOf, repositoryQuery, usePlace, type Repository } from '../queries';
import { changesOf } from './fields';

interface SettingsForm<Values> {
  form: UseFormReturnType<Values>;
  submit: (event?: React.FormEvent<HTMLFormElement>) => void;
  isSaving: boolean;
  /** What is about no field of the form. */
  failure: string | undefined;
}

/** One group of settings: what was changed of it is sent, and what the server refuses stands at its field. */
export function useSettingsForm<Values extends object>(
  initialValues: Values,
  requestOf: (changes: Partial<Values>) => SchemaRepositoryRequestPatch,
  onSaved?: (saved: SchemaRepository) => Promise<void>,
): SettingsForm<Values> {
  const place = usePlace();
  const client = useQueryClient();
  const form = useForm<Values>({ initialValues });
  const save = useMutation({
    mutationFn: (values: Values) =>
      take(
        api.PATCH('/v1/repos/{owner}/{repository}/', {
          params: { path: pathOf(place) },
          body: requestOf(changesOf(form.getInitialValues(), values)),
        }),
      ),
    onSuccess: async (saved, values) => {
      form.setInitialValues(values);
      form.resetDirty();
      notifyDone('The settings are saved.');
      client.setQueryData(
        repositoryQuery(place).queryKey,
        (old: Repository | undefined) => old && { ...old, ...saved },
      );
      await onSaved?.(saved);
    },
    onError: (error) => form.setErrors(fieldErrors(error, initialValues)),
  });
  return {
    form,
    submit: form.onSubmit((values) => save.mutate(values)),
    isSaving: save.isPending,
    failure:
      save.error === null || Object.keys(fieldErrors(save.error, initialValues)).length > 0
        ? undefined
        : sentenceOf(save.error),
  };
}

/**
 * The sentences that are about fields of this form, by field. The server names a rule as "publish_rules.max_ratio", or in
 * quotes within its sentence.
 */
export function fieldErrors(error: unknown, values: object): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const named = Object.entries(error.fields).map(([name, sentence]) => [name.split('.').at(-1)!, sentence] as const);
  const quoted = [...error.message.matchAll(/'(\w+)'/g)].map(([, name]) => [name!, error.message] as const);
  return Object.fromEntries([...quoted, ...named].filter(([name]) => Object.hasOwn(values, name)));
}
