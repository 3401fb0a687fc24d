import type { ComponentChildren } from 'preact';
import { text } from '../language/speak.ts';
import { close_panel } from './state.ts';

export function PanelHead({ title }: { title: ComponentChildren }) {
    return (
        <div class="panel-head">
            <h2>{title}</h2>
            <button type="button" class="quiet" onClick={close_panel}>
                {text('panel.close')} <kbd>Esc</kbd>
            </button>
        </div>
    );
}
