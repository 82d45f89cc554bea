import {
  InteractionResponseType,
  MessageFlags,
  type APIActionRowComponent,
  type APIButtonComponent,
} from 'discord-api-types/v10';

/** Most characters of a message, and of the address of a button. */
const LONGEST_MESSAGE = 2000;

export interface Message {
  readonly content: string;
  readonly components?: readonly APIActionRowComponent<APIButtonComponent>[];
}

export type InteractionReply =
  | { readonly type: InteractionResponseType.Pong }
  | { readonly type: InteractionResponseType.ChannelMessageWithSource; readonly data: MessageData }
  | {
      readonly type: InteractionResponseType.DeferredChannelMessageWithSource;
      readonly data: { readonly flags: MessageFlags.Ephemeral };
    };

export interface MessageData extends Message {
  readonly flags: MessageFlags.Ephemeral;
  readonly allowed_mentions: { readonly parse: readonly [] };
}

export const PONG: InteractionReply = { type: InteractionResponseType.Pong };

/** The answer follows within the 15 minutes that the interaction's token lives. */
export const LATER: InteractionReply = {
  type: InteractionResponseType.DeferredChannelMessageWithSource,
  data: { flags: MessageFlags.Ephemeral },
};

export function atOnce(message: Message): InteractionReply {
  return { type: InteractionResponseType.ChannelMessageWithSource, data: onlyForThem(message) };
}

/** Seen by the person alone, and nobody is notified, whatever a course is called. */
export function onlyForThem({ content, ...rest }: Message): MessageData {
  const whole = content.length <= LONGEST_MESSAGE ? content : `${content.slice(0, LONGEST_MESSAGE - 1)}…`;
  return { ...rest, content: whole, flags: MessageFlags.Ephemeral, allowed_mentions: { parse: [] } };
}

/** Names as they are: nothing in them is formatting. */
export function plain(text: string): string {
  return text.replace(/[\\*_~`|>#[\]()<:@-]/g, '\\$&').replace(/\s+/g, ' ');
}
