/** Event of the window by which one script of a page tells another that the warehouse was written. */
export const WAREHOUSE_CHANGED = "vsend-warehouse";
