import type { SecretKind, Secrets } from '@/lib/fill_secrets';
import type { Place } from '@/pages/repository/queries';

/** Of the panel of secrets and of its fields. */
export interface SecretsProperties {
  place: Place;
  /** What stands in the lines of the page. */
  kinds: SecretKind[];
  secrets: Secrets;
  onChange: (kind: SecretKind, value: string) => void;
  publishes: boolean;
  mayManageTokens: boolean;
  /** The entitlement token that the address names. */
  token: string | undefined;
  onToken: (token: string | undefined) => void;
}
