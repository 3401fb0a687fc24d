import type { ComponentChildren } from 'preact';

/// One line that is cut at the end of its own words, whichever way they run, and begins where the
/// page's lines begin: a name in Latin letters keeps its first letters on an Arabic page.
export function Cut({ children, name }: { children: ComponentChildren; name?: boolean }) {
    return (
        <span class={name ? 'cut who' : 'cut'} dir="auto">
            {children}
        </span>
    );
}
