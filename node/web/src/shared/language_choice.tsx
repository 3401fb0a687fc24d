import { language, own_name, remember_language, speak } from '../language/speak.ts';
import { languages_here } from './node.ts';

/// Buttons for the other languages, each named in itself.
export function LanguageChoice() {
    const others = languages_here().filter((name) => name !== language.value);
    const choose = async (name: string) => {
        remember_language(name);
        await speak(name);
    };
    return (
        <span class="language-choice">
            {others.map((name) => (
                <button
                    key={name}
                    type="button"
                    class="quiet"
                    lang={name}
                    onClick={() => choose(name)}
                >
                    {own_name(name)}
                </button>
            ))}
        </span>
    );
}
