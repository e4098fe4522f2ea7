import {
  Alert,
  Button,
  Fieldset,
  Group,
  Modal,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ApiError, sentenceOf } from '@/api/errors';
import { QueryInput } from '@/components/QueryInput';
import { notifyDone } from '@/lib/notify';
import { usePlace, useRepositoryChange } from '../queries';
import { formOf, kNewToken, kPeriods, kUnits, requestOf, type TokenForm } from './limits';
import { changeToken, createToken, type Token } from './queries';

interface Properties {
  opened: boolean;
  onClose: () => void;
  /** The one to change; a new one without. */
  token?: Token;
  onSaved?: (token: Token) => void;
}

/** Name and limits of a token, a new one or one that exists. */
export function TokenDialog({ opened, onClose, token, onSaved }: Properties) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={token === undefined ? 'New entitlement token' : `Change the token ${token.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Form onClose={onClose} token={token} onSaved={onSaved} />
    </Modal>
  );
}

function Form({ onClose, token, onSaved }: Omit<Properties, 'opened'>) {
  const place = usePlace();
  const changed = useRepositoryChange();
  const form = useForm<TokenForm>({
    initialValues: token === undefined ? kNewToken : formOf(token),
    validate: { name: (name) => (name.trim() === '' ? 'Give it a name to know it by.' : null) },
  });
  const save = useMutation({
    mutationFn: (values: TokenForm) =>
      token === undefined
        ? createToken(place, { ...requestOf(values), name: values.name.trim() })
        : changeToken(place, token, requestOf(values, form.getInitialValues())),
    onSuccess: async (saved) => {
      onClose();
      if (onSaved === undefined) notifyDone(`The token ${saved.name} is changed.`);
      onSaved?.(saved);
      await changed();
    },
    onError: (error) => error instanceof ApiError && form.setErrors({ ...error.fields }),
  });
  const { error } = save;
  // A sentence about a field stands at the field; what is about none, here.
  const elsewhere =
    error !== null && !(error instanceof ApiError && Object.keys(error.fields).some((name) => name in kNewToken));
  useEffect(() => {
    if (error !== null) document.querySelector<HTMLElement>('[role="dialog"] [aria-invalid="true"]')?.focus();
  }, [error]);
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Stack>
        <TextInput
          label="Name"
          description="To know it by: the machine or the customer that has it."
          required
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Fieldset legend="What it may download">
          <SimpleGrid cols={{ base: 1, xs: 2 }} verticalSpacing="sm">
            <NumberInput
              label="Downloads"
              placeholder="No limit"
              min={0}
              allowDecimal={false}
              thousandSeparator=","
              {...form.getInputProps('limit_num_downloads')}
            />
            <NumberInput
              label="Clients"
              description="Distinct addresses"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              placeholder="No limit"
              min={0}
              allowDecimal={false}
              thousandSeparator=","
              {...form.getInputProps('limit_num_clients')}
            />
            <NumberInput
              label="Bandwidth"
              placeholder="No limit"
              min={0}
              allowDecimal={false}
              thousandSeparator=","
              {...form.getInputProps('limit_bandwidth')}
            />
            <Select
              label="Unit of the bandwidth"
              data={[...kUnits]}
              allowDeselect={false}
              {...form.getInputProps('limit_bandwidth_unit')}
            />
            <Select
              label="Counts begin anew"
              data={kPeriods.map((value) => ({ value, label: value === 'Never Reset' ? 'Never' : value }))}
              allowDeselect={false}
              {...form.getInputProps('scheduled_reset_period')}
            />
            <TextInput
              type="datetime-local"
              label="For the first time"
              disabled={form.values.scheduled_reset_period === 'Never Reset' && form.values.scheduled_reset_at === ''}
              {...form.getInputProps('scheduled_reset_at')}
            />
          </SimpleGrid>
        </Fieldset>
        <Fieldset legend="When and what it may read">
          <Stack gap="sm">
            <SimpleGrid cols={{ base: 1, xs: 2 }} verticalSpacing="sm">
              <TextInput type="datetime-local" label="Not before" {...form.getInputProps('limit_date_range_from')} />
              <TextInput type="datetime-local" label="Until" {...form.getInputProps('limit_date_range_to')} />
            </SimpleGrid>
            <QueryInput
              label="Only packages that match"
              description="What does not match is for this token as if it were not there; the git index is refused to it."
              placeholder="All, or as name:^acme- license:mit"
              value={form.values.limit_package_query}
              onChange={(query) => form.setFieldValue('limit_package_query', query)}
              error={form.errors['limit_package_query']}
            />
          </Stack>
        </Fieldset>
        {elsewhere && (
          <Alert color="red" role="alert">
            {sentenceOf(error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {token === undefined ? 'Make the token' : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
