/** What the tests use of the package, which has no types of its own. */
declare module 'moodle-client' {
  interface Options {
    readonly wwwroot: string;
    readonly token?: string;
    readonly service?: string;
    readonly username?: string;
    readonly password?: string;
  }

  interface Call {
    readonly wsfunction: string;
    readonly method?: 'GET' | 'POST';
    readonly args?: Record<string, unknown>;
    readonly settings?: { readonly raw?: boolean; readonly fileurl?: boolean; readonly filter?: boolean };
  }

  export interface Client {
    readonly token: string;
    call(call: Call): Promise<unknown>;
  }

  const moodleClient: { init(options: Options): Promise<Client> };
  export default moodleClient;
}
