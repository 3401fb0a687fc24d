// Reads one message in ICU MessageFormat into the parts that the browser puts together.
//
// The subset is what the screens need: text, {name}, {name, number}, {name, date}, {name, time},
// {name, plural, ...} with `#`, =n and offset, {name, selectordinal, ...} and {name, select, ...}.
// Apostrophes quote as ICU says: '' is one apostrophe, '{' begins text that is taken as it stands.
// Whatever is outside the subset is refused with its place: nothing is shown half understood.

import type { Part } from '../src/language/parts.ts';

export class MessageFault extends Error {}

const formats = new Set(['number', 'date', 'time']);
const choices = new Set(['plural', 'select', 'selectordinal']);

export function parse_message(text: string): Part[] {
    const reader = new Reader(text);
    const parts = reader.parts({ in_plural: false, depth: 0 });
    if (!reader.at_end()) throw reader.fault('a } too many');
    return parts;
}

interface Place {
    in_plural: boolean;
    depth: number;
}

class Reader {
    private position = 0;

    constructor(private readonly text: string) {}

    at_end(): boolean {
        return this.position >= this.text.length;
    }

    fault(what: string): MessageFault {
        return new MessageFault(`${what}, at character ${this.position} of "${this.text}"`);
    }

    parts(place: Place): Part[] {
        if (place.depth > 4) throw this.fault('nested too deeply');
        const parts: Part[] = [];
        let literal = '';
        const flush = () => {
            if (literal) parts.push(literal);
            literal = '';
        };
        while (!this.at_end()) {
            const next = this.text[this.position];
            if (next === '}') break;
            if (next === '{') {
                flush();
                parts.push(this.argument(place));
            } else if (next === '#' && place.in_plural) {
                flush();
                parts.push({ kind: 'count' });
                this.position += 1;
            } else if (next === "'") {
                literal += this.quoted();
            } else {
                literal += next;
                this.position += 1;
            }
        }
        flush();
        return parts;
    }

    private quoted(): string {
        this.position += 1;
        const next = this.text[this.position];
        if (next === "'") {
            this.position += 1;
            return "'";
        }
        if (next !== '{' && next !== '}' && next !== '#') return "'";
        let taken = '';
        while (!this.at_end()) {
            const letter = this.text[this.position++];
            if (letter !== "'") {
                taken += letter;
            } else if (this.text[this.position] === "'") {
                taken += "'";
                this.position += 1;
            } else {
                return taken;
            }
        }
        throw this.fault('a quotation that does not end');
    }

    private argument(place: Place): Part {
        this.expect('{');
        const name = this.word('the name of an argument');
        if (this.accept('}')) return { kind: 'argument', name };
        this.expect(',');
        const kind = this.word('the kind of an argument');
        if (formats.has(kind)) {
            this.expect('}');
            return { kind: kind as 'number' | 'date' | 'time', name };
        }
        if (!choices.has(kind)) throw this.fault(`"${kind}" is not a kind that the screens know`);
        this.expect(',');
        const choice = this.choice(kind as 'plural' | 'select' | 'selectordinal', name, place);
        this.expect('}');
        return choice;
    }

    private choice(kind: 'plural' | 'select' | 'selectordinal', name: string, place: Place): Part {
        let offset = 0;
        this.space();
        if (kind === 'plural' && this.text.startsWith('offset:', this.position)) {
            this.position += 'offset:'.length;
            offset = Number(this.word('an offset'));
            if (!Number.isInteger(offset)) throw this.fault('an offset that is not a number');
        }
        const options: Record<string, Part[]> = {};
        for (this.space(); this.text[this.position] !== '}'; this.space()) {
            const key = this.key();
            if (key in options) throw this.fault(`"${key}" stands twice`);
            this.expect('{');
            options[key] = this.parts({
                in_plural: kind !== 'select' || place.in_plural,
                depth: place.depth + 1,
            });
            this.expect('}');
        }
        if (!options.other) throw this.fault('a choice without "other"');
        if (kind === 'select') return { kind, name, options };
        return { kind, name, offset, options };
    }

    private key(): string {
        const exact = this.text[this.position] === '=';
        if (exact) this.position += 1;
        const word = this.word('a case');
        return exact ? `=${word}` : word;
    }

    private word(what: string): string {
        this.space();
        const found = /^[\p{L}\p{N}_]+/u.exec(this.text.slice(this.position));
        if (!found) throw this.fault(`${what} is missing`);
        this.position += found[0].length;
        this.space();
        return found[0];
    }

    private space(): void {
        while (/\s/u.test(this.text[this.position] ?? '')) this.position += 1;
    }

    private accept(letter: string): boolean {
        this.space();
        if (this.text[this.position] !== letter) return false;
        this.position += 1;
        return true;
    }

    private expect(letter: string): void {
        this.space();
        if (this.text[this.position] !== letter) throw this.fault(`"${letter}" is missing`);
        this.position += 1;
    }
}
