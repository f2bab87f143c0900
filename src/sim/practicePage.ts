import { PracticeChoice } from "./choiceElement.ts";
import { PracticeOrdering } from "./orderingElement.ts";
import { PracticeExercise } from "./practiceElement.ts";
import { PredictFirst } from "./predictElement.ts";
import { PracticeVariants } from "./variantElement.ts";

customElements.define("practice-exercise", PracticeExercise);
customElements.define("practice-choice", PracticeChoice);
customElements.define("practice-ordering", PracticeOrdering);
customElements.define("predict-first", PredictFirst);
customElements.define("practice-variants", PracticeVariants);
