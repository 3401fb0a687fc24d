// How every screen begins: its language, then itself.

import { render } from 'preact';
import type { VNode } from 'preact';
import { effect } from '@preact/signals';
import { language, language_wanted, speak, text } from '../language/speak.ts';
import type { Key } from '../language/speak.ts';
import { setup } from './node.ts';

export async function begin(title: Key, screen: VNode): Promise<void> {
    await speak(language_wanted());
    effect(() => {
        const clinic = setup.value?.name;
        const named = text(title);
        document.title = clinic ? `${named} · ${clinic}` : `${named} · Wayside`;
        document.documentElement.lang = language.value;
    });
    const place = document.getElementById('screen');
    if (!place) throw new Error('the page lacks #screen');
    render(screen, place);
}
