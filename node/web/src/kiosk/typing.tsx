// A question that is answered by typing: a field and our own keys; a kiosk may have no others.

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Signal } from '@preact/signals';
import { language, text } from '../language/speak.ts';
import type { Key } from '../language/speak.ts';
import { arabic, code_keys, latin } from './keyboard_layouts.ts';

const most_letters = 80;

interface TypingQuestion {
    question: Key;
    hint: Key;
    value: Signal<string>;
    kind: 'letters' | 'code';
    done(): void;
}

export function Typing({ question, hint, value, kind, done }: TypingQuestion) {
    const field = useRef<HTMLInputElement>(null);
    const [script, set_script] = useState<'latin' | 'arabic'>(
        language.value === 'ar' ? 'arabic' : 'latin',
    );
    // Before the next key arrives, so that fast hands lose no letter.
    useLayoutEffect(() => field.current?.focus(), []);
    const layout = kind === 'code' ? code_keys : script === 'arabic' ? arabic : latin;
    const ready = value.value.trim().length >= 2;
    const finish = () => ready && done();
    const type = (letters: string) => {
        const said = value.peek();
        const begins = kind === 'letters' && (said === '' || /[\s'-]$/.test(said));
        value.value = (said + (begins ? letters.toUpperCase() : letters)).slice(0, most_letters);
    };
    return (
        <>
            <h1>
                <label for="typed">{text(question)}</label>
            </h1>
            <p id="hint" class="note">
                {text(hint)}
            </p>
            <input
                ref={field}
                id="typed"
                class="typed"
                dir={kind === 'code' ? 'ltr' : 'auto'}
                aria-describedby="hint"
                inputMode="none"
                autoComplete="off"
                autoCorrect="off"
                spellcheck={false}
                maxLength={most_letters}
                value={value.value}
                onInput={(event) => (value.value = event.currentTarget.value)}
                onKeyDown={(event) => event.key === 'Enter' && finish()}
            />
            {/* Keys keep the focus in the field, so that a person may mix both ways of typing. */}
            <div class="keys" dir="ltr" onMouseDown={(event) => event.preventDefault()}>
                {layout.map((row) => (
                    <div key={row.join('')} class="row">
                        {row.map((letter) => (
                            <button key={letter} type="button" onClick={() => type(letter)}>
                                {kind === 'letters' && script === 'latin'
                                    ? letter.toUpperCase()
                                    : letter}
                            </button>
                        ))}
                    </div>
                ))}
                <div class="row">
                    {kind === 'letters' && (
                        <button
                            type="button"
                            class="wide-key"
                            lang={script === 'latin' ? 'ar' : 'en'}
                            onClick={() => set_script(script === 'latin' ? 'arabic' : 'latin')}
                        >
                            {script === 'latin' ? 'العربية' : 'ABC'}
                        </button>
                    )}
                    {kind === 'letters' && (
                        <button type="button" class="space-key" onClick={() => type(' ')}>
                            {text('kiosk.space')}
                        </button>
                    )}
                    <button
                        type="button"
                        class="wide-key"
                        onClick={() => (value.value = [...value.peek()].slice(0, -1).join(''))}
                    >
                        {text('kiosk.erase')}
                    </button>
                </div>
            </div>
            <button type="button" class="main wide" aria-disabled={!ready} onClick={finish}>
                {text('kiosk.next')}
            </button>
        </>
    );
}
