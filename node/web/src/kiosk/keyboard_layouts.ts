// Keys as they lie on the keyboards that people know; both run left to right on the glass.

export type Layout = string[][];

const rows = (...lines: string[]): Layout => lines.map((line) => line.split(' '));

export const latin = rows('q w e r t y u i o p', 'a s d f g h j k l -', "z x c v b n m '");

export const arabic = rows(
    'ض ص ث ق ف غ ع ه خ ح ج',
    'ش س ي ب ل ا ت ن م ك ط',
    'ذ ء ئ ر ؤ لا ى ة و ز ظ د',
    'أ إ آ',
);

export const code_keys = rows(
    '1 2 3 4 5 6 7 8 9 0',
    'Q W E R T Y U I O P',
    'A S D F G H J K L -',
    'Z X C V B N M',
);
