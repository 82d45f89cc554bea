import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The requests of the plugin's documentation, letter by letter; a reader replaces the host and YOUR_TOKEN. */
export const DOCUMENTED_REQUESTS = {
  getUser: `curl -X POST "https://your-site.com/webservice/rest/server.php" \\
-d "wstoken=YOUR_TOKEN" \\
-d "wsfunction=local_pulsetech_discord_get_user_by_discord_id" \\
-d "moodlewsrestformat=json" \\
-d "discord_id=123456789012345678"`,

  syncRoles: `curl -X POST "https://your-site.com/webservice/rest/server.php" \\
-d "wstoken=YOUR_TOKEN" \\
-d "wsfunction=local_pulsetech_discord_sync_user_roles" \\
-d "moodlewsrestformat=json" \\
-d "discord_id=123456789012345678" \\
-d "discord_roles[0]=111111111111111111" \\
-d "discord_roles[1]=222222222222222222"`,

  getCourses: `curl -X POST "https://your-site.com/webservice/rest/server.php" \\
-d "wstoken=YOUR_TOKEN" \\
-d "wsfunction=local_pulsetech_discord_get_user_courses" \\
-d "moodlewsrestformat=json" \\
-d "discord_id=123456789012345678"`,

  getMappings: `curl -X POST "https://your-site.com/webservice/rest/server.php" \\
-d "wstoken=YOUR_TOKEN" \\
-d "wsfunction=local_pulsetech_discord_get_role_mappings" \\
-d "moodlewsrestformat=json"`,
} as const;

/** Runs such a request in a shell with the real curl and returns what it printed. */
export async function runDocumented(request: string, siteUrl: string, token: string): Promise<string> {
  const command = request.replace('https://your-site.com', siteUrl).replace('YOUR_TOKEN', token);
  const { stdout } = await promisify(execFile)('sh', ['-c', command]);
  return stdout;
}
