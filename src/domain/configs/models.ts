import type { ModelConfig } from "../attention.ts";
import { deepseek67b } from "./deepseek67b.ts";
import { deepseekV2 } from "./deepseekV2.ts";
import { deepseekV2Lite } from "./deepseekV2Lite.ts";
import { deepseekV3 } from "./deepseekV3.ts";
import { deepseekmoe16b } from "./deepseekmoe16b.ts";
import { gemma327b } from "./gemma327b.ts";
import { glm45 } from "./glm45.ts";
import { glm45Air } from "./glm45Air.ts";
import { gptOss120b } from "./gptOss120b.ts";
import { kimiK2 } from "./kimiK2.ts";
import { llama31405b } from "./llama31405b.ts";
import { llama3170b } from "./llama3170b.ts";
import { llama318b } from "./llama318b.ts";
import { minimaxM1 } from "./minimaxM1.ts";
import { minimaxM2 } from "./minimaxM2.ts";
import { mixtral8x22b } from "./mixtral8x22b.ts";
import { mixtral8x7b } from "./mixtral8x7b.ts";
import { qwen2572b } from "./qwen2572b.ts";
import { qwen3235b } from "./qwen3235b.ts";
import { qwen3Next80b } from "./qwen3Next80b.ts";

/** Every published shape of this folder, DeepSeek's own first and then by maker; a test compares this list with the files. */
export const models: readonly ModelConfig[] = [
  deepseek67b, deepseekmoe16b, deepseekV2, deepseekV2Lite, deepseekV3, kimiK2,
  llama318b, llama3170b, llama31405b,
  qwen2572b, qwen3235b, qwen3Next80b,
  mixtral8x7b, mixtral8x22b,
  glm45, glm45Air,
  minimaxM1, minimaxM2,
  gemma327b, gptOss120b,
];

/**
 * The shape with this id.
 *
 * @throws RangeError that lists the ids there are
 */
export function modelById(id: string): ModelConfig {
  const found = models.find((model) => model.id === id);
  if (!found) throw new RangeError(`unknown model: "${id}"; expected one of ${models.map((model) => model.id).join(", ")}`);
  return found;
}

/** The names of these models by id, for a menu. Throws what `modelById` throws. */
export const namesOf = (ids: readonly string[]): Readonly<Record<string, string>> => Object.fromEntries(ids.map((id) => [id, modelById(id).name]));
