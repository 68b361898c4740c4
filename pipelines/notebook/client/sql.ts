export const sql = () => null;
