import { defineCollection } from "astro:content";
import { file, glob, type Loader } from "astro/loaders";
import { z } from "astro/zod";
import { frontMatterSchema } from "./build/frontMatter.ts";
import { coursePath } from "./course/pathSchema.ts";
import { FOLDER, readPaths } from "./course/readPaths.ts";

/** The plan of the book: what each topic asks, written or not, and the part it belongs to. */
const topic = z.strictObject({ id: z.string(), order: z.number().int(), part: z.string(), title: z.string(), question: z.string().endsWith("?") });

/** The ways through the book, one file each. Read by our own reader, whose errors name file and line. */
const course: Loader = {
  name: "course-paths",
  load: async (context) => {
    const { store, watcher, logger } = context;
    const fill = async (): Promise<void> => {
      const paths = readPaths();
      store.clear();
      for (const { id, data } of paths) store.set({ id, data: await context.parseData({ id, data }), digest: context.generateDigest(data) });
    };
    await fill();
    // The live-reload server goes on with the last data that read well, and says what does not.
    watcher?.on("all", (_, file) => { if (file.replaceAll("\\", "/").includes(`/${FOLDER}/`)) fill().catch((error: Error) => { logger.error(error.message); }); });
  },
};

export const collections = {
  // The id is the topic, with the language in front for translations: "mla", "zh/mla".
  articles: defineCollection({
    loader: glob({
      base: "./content",
      pattern: ["*/article.mdx", "*/article.*.mdx"],
      generateId: ({ entry }) => {
        const [topic = "", file = ""] = entry.split("/");
        const lang = /^article\.(\w+)\.mdx$/.exec(file)?.[1];
        return lang ? `${lang}/${topic}` : topic;
      },
    }),
    schema: frontMatterSchema,
  }),
  topics: defineCollection({ loader: file("content/topics.yaml"), schema: topic }),
  course: defineCollection({ loader: course, schema: coursePath }),
};
