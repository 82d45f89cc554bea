/** Capabilities of this product, as the requirement names them, and those of Moodle that the web service asks for. */
export const CAPABILITIES = {
  manage: 'local/pulsetech_discord:manage',
  viewMappings: 'local/pulsetech_discord:viewmappings',
  linkAccount: 'local/pulsetech_discord:linkaccount',
  webserviceRest: 'webservice/rest:use',
  createToken: 'moodle/webservice:createtoken',
  manageAllTokens: 'moodle/webservice:managealltokens',
  viewUserDetails: 'moodle/user:viewdetails',
  viewAllUserDetails: 'moodle/user:viewalldetails',
  viewUserIdentity: 'moodle/site:viewuseridentity',
  viewUserEmail: 'moodle/course:useremail',
  viewCourse: 'moodle/course:view',
  viewHiddenCourses: 'moodle/course:viewhiddencourses',
  viewParticipants: 'moodle/course:viewparticipants',
} as const;

export type Capability = (typeof CAPABILITIES)[keyof typeof CAPABILITIES];
