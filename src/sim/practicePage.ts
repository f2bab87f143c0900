import { PracticeExercise } from "./practiceElement.ts";
import { PredictFirst } from "./predictElement.ts";

customElements.define("practice-exercise", PracticeExercise);
customElements.define("predict-first", PredictFirst);

// A form whose script is still on its way must not reload the page.
document.addEventListener("submit", (event) => {
  if ((event.target as Element).matches(".practice-form")) event.preventDefault();
});

/** What few pages have is loaded where it stands. */
const few: Readonly<Record<string, () => Promise<CustomElementConstructor>>> = {
  "practice-choice": async () => (await import("./choiceElement.ts")).PracticeChoice,
  "practice-ordering": async () => (await import("./orderingElement.ts")).PracticeOrdering,
  "practice-variants": async () => (await import("./variantElement.ts")).PracticeVariants,
};
for (const [name, load] of Object.entries(few)) if (document.querySelector(name)) void load().then((element) => customElements.define(name, element));
