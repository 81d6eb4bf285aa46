import { directionsAndPositions } from './maps-directions.ts';
import { shapeOfTheGround } from './maps-ground.ts';
import { planningAWalk } from './maps-planning.ts';
import { symbolsAndScale } from './maps-symbols.ts';
import type { Part, Topic } from './topic.ts';

/** The recorded course: four modules of three lessons. */
export const mapParts: readonly Part[] = [
  symbolsAndScale,
  shapeOfTheGround,
  directionsAndPositions,
  planningAWalk,
];

export const mapTopics: readonly Topic[] = mapParts.flatMap(({ topics }) => topics);

const sameWords = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The topic that a lesson's title is about. */
export function topicOf(title: string): Topic | undefined {
  const same = sameWords(title);
  if (same === '') return undefined;
  return (
    mapTopics.find((topic) => sameWords(topic.title) === same) ??
    mapTopics.find((topic) => same.includes(sameWords(topic.title))) ??
    mapTopics.find(({ words }) => words.test(title))
  );
}

/** Whether a course is about what was recorded. */
export const isAboutMaps = (text: string): boolean =>
  /\bmaps?\b|compass|navigat|orienteer|contour|hiking/i.test(text);
