// @ts-check
// The hall's file as values, and how its parts are asked for.

/** @import { HallPlan } from "../types.js" */

/**
 * @typedef {string | number | boolean | null | string[] | number[]} Value
 * @typedef {Record<string, Value>} Part
 * @typedef {Record<string, Value | Part | Part[]>} Design the keys of hall.toml
 *
 * @typedef {"text" | "number" | "whole" | "flag" | "texts" | "numbers" | "choice"} Kind
 * @typedef {{
 *   key: string, label: string, kind: Kind, wide?: boolean, optional?: boolean, hint?: string,
 *   choices?: [string, string][],
 * }} Field
 *
 * @typedef {{ invitation: string, who: string, seat: string | null }} Unseated
 * @typedef {{
 *   design: Design | null, plan: HallPlan | null,
 *   fault: { path: (string | number)[], message: string } | null,
 *   doubts: string[], unseated: Unseated[],
 * }} Drawn
 */

export {};
