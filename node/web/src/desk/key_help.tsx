// The keys, shown on `?` or by the button that says so.

import { useEffect, useRef } from 'preact/hooks';
import { text } from '../language/speak.ts';
import type { Key } from '../language/speak.ts';
import { help_open, set_single_keys, single_keys } from './keys.ts';

const keys: [string, Key][] = [
    ['/', 'keys.search'],
    ['b', 'keys.book'],
    ['w', 'keys.walk_in'],
    ['q', 'keys.queue'],
    ['s', 'keys.sheet'],
    ['↑ ↓ ← →', 'keys.arrows'],
    ['Enter', 'keys.enter'],
    ['Esc', 'keys.escape'],
    ['z', 'keys.undo'],
    ['[ ]', 'keys.days'],
    ['t', 'keys.today'],
    ['?', 'keys.help'],
];

export function KeyHelp() {
    const dialog = useRef<HTMLDialogElement>(null);
    const open = help_open.value;
    useEffect(() => {
        if (open) dialog.current?.showModal();
        else dialog.current?.close();
    }, [open]);
    return (
        <dialog
            ref={dialog}
            class="key-help"
            aria-labelledby="key-help"
            onClose={() => (help_open.value = false)}
        >
            <h2 id="key-help">{text('keys.title')}</h2>
            <dl>
                {keys.map(([key, says]) => (
                    <div key={key}>
                        <dt>
                            <kbd dir="ltr">{key}</kbd>
                        </dt>
                        <dd>{text(says)}</dd>
                    </div>
                ))}
            </dl>
            <label class="switch">
                <input
                    type="checkbox"
                    checked={single_keys.value}
                    onChange={(event) => set_single_keys(event.currentTarget.checked)}
                />
                {text('keys.single')}
            </label>
            <button type="button" class="main" onClick={() => (help_open.value = false)}>
                {text('panel.close')}
            </button>
        </dialog>
    );
}
