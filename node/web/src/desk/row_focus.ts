// Arrow keys among the rows of a list or the blocks of the day sheet. Rows carry `data-row`; those
// with `data-column` lie side by side, and left and right follow what is seen, not the language.

export function row_focus(event: KeyboardEvent): void {
    const container = event.currentTarget as HTMLElement;
    const rows = [...container.querySelectorAll<HTMLElement>('[data-row]')];
    const here = rows.indexOf(document.activeElement as HTMLElement);
    const target = target_of(event.key, rows, here);
    if (!target) return;
    event.preventDefault();
    target.focus();
    target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function target_of(key: string, rows: HTMLElement[], here: number): HTMLElement | undefined {
    const from = rows[here];
    if (!from) return key === 'ArrowDown' ? first_row(rows) : undefined;
    const column = from.dataset.column;
    const beside = rows.filter((row) => row.dataset.column === column);
    const place = beside.indexOf(from);
    switch (key) {
        case 'ArrowDown':
            return beside[place + 1];
        case 'ArrowUp':
            return beside[place - 1];
        case 'Home':
            return beside[0];
        case 'End':
            return beside.at(-1);
        case 'ArrowLeft':
            return column === undefined ? undefined : sideways(rows, from, -1);
        case 'ArrowRight':
            return column === undefined ? undefined : sideways(rows, from, 1);
        default:
            return undefined;
    }
}

/// Where a keyboard comes in: at the first row that still asks for something.
export function first_row(rows: HTMLElement[]): HTMLElement | undefined {
    return rows.find((row) => row.dataset.ended !== 'true') ?? rows[0];
}

function sideways(rows: HTMLElement[], from: HTMLElement, way: 1 | -1): HTMLElement | undefined {
    const seen = from.getBoundingClientRect();
    const distance = (row: HTMLElement) => {
        const box = row.getBoundingClientRect();
        const across = (box.left - seen.left) * way;
        return across < seen.width / 2
            ? Number.POSITIVE_INFINITY
            : across + Math.abs(box.top - seen.top) / 4;
    };
    const others = rows.filter((row) => Number.isFinite(distance(row)));
    return others.sort((left, right) => distance(left) - distance(right))[0];
}
