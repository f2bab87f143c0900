/** What an article is drawn with when its slides are cut from it: figures and predictions become slides, keys are marked, exercises stay in the article. */
import { articleComponents } from "../articleComponents.ts";
import SlideExercise from "./SlideExercise.astro";
import SlideFigure from "./SlideFigure.astro";
import SlideKey from "./SlideKey.astro";
import SlidePrediction from "./SlidePrediction.astro";

export const slideComponents = { ...articleComponents, Exercise: SlideExercise, Figure: SlideFigure, Key: SlideKey, Predict: SlidePrediction };
