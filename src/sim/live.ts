export { draw } from "./draw.ts";
export { fillTable } from "./dataTable.ts";
