import { PracticeExercise } from "./practiceElement.ts";
import { PredictFirst } from "./predictElement.ts";

customElements.define("practice-exercise", PracticeExercise);
customElements.define("predict-first", PredictFirst);
