// What a message is once it is compiled: a list of parts that `format_parts` joins.

export type Part =
    | string
    | { kind: 'argument' | 'number' | 'date' | 'time'; name: string }
    | { kind: 'count' }
    | {
          kind: 'plural' | 'selectordinal';
          name: string;
          offset: number;
          options: Record<string, Part[]>;
      }
    | { kind: 'select'; name: string; options: Record<string, Part[]> };

/// A message without arguments stays a plain string, which is most of them.
export type Compiled = string | Part[];

export type Arguments = Record<string, string | number | Date>;

export interface Place {
    language: string;
    /// IANA name; dates and times in messages are the clinic's, never the browser's.
    time_zone: string;
}

export function format_parts(message: Compiled, given: Arguments, place: Place): string {
    if (typeof message === 'string') return message;
    return message.map((part) => format_part(part, given, place, 0)).join('');
}

function format_part(part: Part, given: Arguments, place: Place, count: number): string {
    if (typeof part === 'string') return part;
    if (part.kind === 'count') return number_text(count, place);
    const value = given[part.name];
    switch (part.kind) {
        case 'argument':
            return typeof value === 'number' ? number_text(value, place) : isolated(value);
        case 'number':
            return number_text(Number(value), place);
        case 'date':
            return moment_text(value, place, { dateStyle: 'medium' });
        case 'time':
            return moment_text(value, place, { hour: '2-digit', minute: '2-digit' });
        case 'select':
            return join(part.options[String(value)] ?? part.options.other, given, place, count);
        case 'plural':
        case 'selectordinal': {
            const counted = Number(value) - part.offset;
            const type = part.kind === 'plural' ? 'cardinal' : 'ordinal';
            const category = new Intl.PluralRules(place.language, { type }).select(counted);
            const chosen = part.options[`=${value}`] ?? part.options[category];
            return join(chosen ?? part.options.other, given, place, counted);
        }
    }
}

function join(parts: Part[] | undefined, given: Arguments, place: Place, count: number): string {
    return (parts ?? []).map((part) => format_part(part, given, place, count)).join('');
}

// A name in another script must not turn the order of the sentence around it.
function isolated(value: string | Date | undefined): string {
    const words = String(value ?? '');
    return words && `\u2068${words}\u2069`;
}

function number_text(value: number, place: Place): string {
    return new Intl.NumberFormat(place.language).format(value);
}

function moment_text(
    value: string | number | Date | undefined,
    place: Place,
    how: Intl.DateTimeFormatOptions,
): string {
    if (value === undefined) return '';
    const options = { ...how, timeZone: place.time_zone, hourCycle: 'h23' as const };
    return new Intl.DateTimeFormat(place.language, options).format(new Date(value));
}
