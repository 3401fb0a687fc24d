declare module 'virtual:messages' {
    import type { Compiled } from './parts.ts';
    export const loaders: Record<string, () => Promise<{ default: Record<string, Compiled> }>>;
}
