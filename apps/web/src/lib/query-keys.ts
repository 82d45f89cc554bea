/** Under which names the answers of the API are kept that more than one feature makes old. */
export const sessionKey = ['session'] as const;
export const dashboardKey = ['dashboard'] as const;
export const linkKey = ['link'] as const;
export const mappingsKey = ['mappings'] as const;
export const changesKey = ['changes'] as const;
