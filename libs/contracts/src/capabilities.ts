/** Capabilities of this product, as the requirement names them, and the one of Moodle that the web service needs. */
export const CAPABILITIES = {
  manage: 'local/pulsetech_discord:manage',
  viewMappings: 'local/pulsetech_discord:viewmappings',
  linkAccount: 'local/pulsetech_discord:linkaccount',
  webserviceRest: 'webservice/rest:use',
} as const;

export type Capability = (typeof CAPABILITIES)[keyof typeof CAPABILITIES];
