import type { Part } from './topic.ts';

export const symbolsAndScale: Part = {
  title: 'What a map shows',
  description:
    'How a map makes the ground small and flat, and how you read its signs and measure on it.',
  topics: [
    {
      title: 'Symbols and the legend',
      words: /symbol|legend|key of a map|sign/i,
      minutes: 20,
      objectives: [
        'Name what the legend of a map is for',
        'Tell point, line and area symbols apart',
        'Read a scene from a map with the help of its legend',
      ],
      concepts: ['legend', 'symbol', 'point symbol', 'line symbol', 'area symbol'],
      content: `## Why a map needs signs

A photograph from the air shows everything and names nothing. A map leaves most of it out and says what the rest *is*: this line is a path, that one a stream. To say so in little room, it uses **symbols**.

## Three kinds of symbols

| kind | stands for | examples |
| --- | --- | --- |
| point symbol | a thing at one place | a well, a tower, a bus stop |
| line symbol | something long and narrow | a path, a river, a railway |
| area symbol | a piece of ground | forest, water, a built-up area |

A symbol is often larger than the thing would be at the map's scale. A road drawn half a millimetre wide on a map of 1:50 000 would be 25 metres wide if you measured it. The *middle* of the symbol tells you where the thing is.

## The legend

The **legend** lists the symbols of this map and what each means. Look at it first: the same sign can mean a church on one map and a chapel on another. Colours follow habits that most maps share: blue for water, green for woods, brown for the shape of the ground, black for what people built. They are habits and not laws.

## A worked example

On your map a thin blue line meets a double black line, and beside the place stands a small black square. The legend says: stream, road, house. So a stream goes under a road near a house. You would look for a bridge there.

## Try it

Take any map. Cover the legend, guess five symbols, and then look them up. Note which ones surprised you.`,
      simple:
        'A map is like a note you write in shorthand. Instead of drawing each tree it paints the wood green, and instead of drawing each well it puts a small circle there. The legend is the list that tells you what each sign means. If you read it first, the map can talk to you; if you skip it, you have to guess.',
      notes: [
        'A symbol says what a thing is and where it is.',
        'Point symbols stand for one place, line symbols for long things, area symbols for ground.',
        'The legend lists the symbols of this one map.',
        'The middle of a symbol is the place of the thing.',
        'Symbols are often drawn larger than the scale would make them.',
      ],
      takeaways: [
        'Read the legend before you read the map.',
        'Symbols come as points, lines and areas.',
        'Colours are habits: most maps draw water blue and woods green.',
      ],
      interview: [
        [
          'Why do maps use symbols instead of pictures?',
          'There is no room for pictures. A symbol says in a few millimetres what a thing is and where it is, and it looks the same wherever that thing stands.',
        ],
        [
          'Why can you not measure the width of a road on a map?',
          'Roads are drawn wider than the scale would make them, so that they can be seen. Only the middle of the line is in the right place.',
        ],
      ],
      choices: [
        [
          'What does the legend of a map tell you?',
          [
            'What each symbol on this map means',
            'How far two places are apart',
            'Which direction is north',
            'Who owns the land that is shown',
          ],
          'The legend lists the symbols and their meanings. Distances come from the scale.',
        ],
        [
          'A stream on a map is drawn with which kind of symbol?',
          ['A line symbol', 'A point symbol', 'An area symbol', 'A contour line'],
          'A stream is long and narrow, so it is drawn as a line. A contour line shows height.',
        ],
      ],
      statement: [
        'The same symbol always means the same thing on every map in the world.',
        false,
        'Each map has its own legend, and signs differ between makers of maps.',
      ],
      several: [
        'Which of these are usually drawn as area symbols?',
        ['A forest', 'A lake'],
        ['A bus stop', 'A footpath'],
        'Forests and lakes cover ground. A bus stop is a point and a footpath is a line.',
      ],
      blank: [
        'The list that explains the symbols of a map is called the ___.',
        ['legend', 'key'],
        'It is called the legend, or the key.',
      ],
    },
    {
      title: 'Scale',
      words: /scale|how large|ratio/i,
      minutes: 25,
      objectives: [
        'Explain what 1:25 000 means',
        'Convert a distance on a map into a distance on the ground',
        'Choose between a map of a large and of a small scale',
      ],
      concepts: ['scale', 'ratio', 'scale bar', 'large scale', 'small scale'],
      content: `## Why scale matters

Two maps on the same sheet of paper may show a village or a continent. Before you can say how far it is to the next village, you have to know how much smaller the map is than the ground.

## What the numbers say

A **scale** of 1:25 000 means: one unit on the map is 25 000 of the same units on the ground. One centimetre on the map is 25 000 centimetres on the ground, which is 250 metres. The unit does not matter, as long as it is the same on both sides.

| scale | 1 cm on the map is |
| --- | --- |
| 1:10 000 | 100 m |
| 1:25 000 | 250 m |
| 1:50 000 | 500 m |
| 1:100 000 | 1 km |

To get metres for one centimetre, take two zeros away from the second number.

## A worked example

On a map of 1:50 000 two bridges are 3.4 cm apart. One centimetre is 500 m. So the distance is 3.4 × 500 m = 1700 m.

## Large and small

1:10 000 is a *larger* scale than 1:100 000, because one ten-thousandth is more than one hundred-thousandth. A large scale shows little ground in much detail; a small scale shows much ground in little detail.

## The scale bar

Many maps also draw a bar that is marked in kilometres. When a map is copied larger or smaller, the bar changes with it and stays right. The numbers do not.

## Try it

Measure a distance that you know on a map of your town, work out the metres, and compare.`,
      simple:
        'Scale tells you how much a map has shrunk the ground. 1:25 000 means that everything was made 25 000 times smaller. So a thumb’s width on the map, about two centimetres, is 500 metres when you walk it. It is like a model car: if you know how many times smaller it is, you know how long the real one is.',
      notes: [
        '1:25 000: one unit on the map is 25 000 on the ground.',
        'At 1:25 000 one centimetre is 250 metres.',
        'Ground distance = map distance × the second number.',
        'A large scale shows little ground in much detail.',
        'A scale bar stays right when the map is copied larger or smaller.',
      ],
      takeaways: [
        'Scale is a ratio without a unit.',
        'Take two zeros away to get the metres that one centimetre stands for.',
        'The larger the second number, the smaller the scale.',
      ],
      interview: [
        [
          'Which is the larger scale, 1:10 000 or 1:100 000, and why?',
          'The first one. A scale is a fraction, and one ten-thousandth is larger than one hundred-thousandth. It shows less ground in more detail.',
        ],
        [
          'Why do printed maps carry a scale bar as well as numbers?',
          'The bar grows and shrinks with the map when it is copied, so it stays right. The numbers are right only at the size in which the map was printed first.',
        ],
      ],
      choices: [
        [
          'How many metres on the ground is one centimetre on a map of 1:25 000?',
          ['250 m', '25 m', '2500 m', '25 000 m'],
          '25 000 centimetres are 250 metres. 2500 m would be the scale 1:250 000.',
        ],
        [
          'Two huts are 4 cm apart on a map of 1:50 000. How far is it between them in a straight line?',
          ['2 km', '200 m', '4 km', '20 km'],
          'One centimetre is 500 m, and 4 × 500 m are 2 km.',
        ],
      ],
      statement: [
        'A map of 1:10 000 has a larger scale than a map of 1:100 000.',
        true,
        'One ten-thousandth is larger than one hundred-thousandth.',
      ],
      several: [
        'On which maps is 1 cm less than 300 m on the ground?',
        ['1:10 000', '1:25 000'],
        ['1:50 000', '1:100 000'],
        'One centimetre is 100 m and 250 m on the first two, 500 m and 1 km on the others.',
      ],
      blank: [
        'On a map of 1:100 000, 1 cm is ___ km on the ground.',
        ['1', 'one'],
        '100 000 cm are 1000 m, which is one kilometre.',
      ],
    },
    {
      title: 'Distance along a winding path',
      words: /winding|measur|distance along|curve/i,
      minutes: 20,
      objectives: [
        'Measure a winding path with a strip of paper',
        'Tell distance in a straight line from distance on foot',
        'Say why a measured path is shorter than the real one',
      ],
      concepts: ['straight-line distance', 'paper strip', 'map wheel', 'generalisation'],
      content: `## A path is longer than a line

A bird flies two kilometres from the village to the hut. The path takes five, because it winds up the slope. If you plan by the straight line, you will be late.

## The paper strip

1. Lay the edge of a strip of paper at the start of the path and make a mark.
2. Turn the strip so that its edge follows the path to the first bend. Mark the bend on map and strip.
3. Hold the pencil on that mark, turn the strip along the next piece, and go on to the end.
4. Lay the strip along the scale bar and read the distance.

A piece of string works too, and a **map wheel** rolls along the path and counts.

## A worked example

Your strip is 9.2 cm long in the end, and the map is 1:25 000. That is 9.2 × 250 m = 2300 m.

## Always a little short

Small bends cannot be drawn, so the maker of the map leaves them out. This is called **generalisation**. The steeper and rougher the ground, the more is missing. Many walkers add a tenth on hilly paths.

## Try it

Measure a path that you often walk, once in a straight line and once with the strip. How much longer is the second?`,
      simple:
        'If you lay a ruler across a map you measure the way of a bird. Your own way has bends. Put a strip of paper along the path, bend by bend, and mark each one; then the strip is as long as the path on the map. Add a little, because a map cannot draw the smallest bends.',
      notes: [
        'The straight line is shorter than the path.',
        'A strip of paper follows the path bend by bend.',
        'Compare the strip with the scale bar.',
        'Maps leave out small bends, so the real path is longer.',
      ],
      takeaways: [
        'Measure the path and not the line.',
        'Add about a tenth on winding hill paths.',
        'A strip of paper and a pencil are enough.',
      ],
      interview: [
        [
          'How do you measure a winding path with nothing but paper and a pencil?',
          'Lay the edge of the paper along the path piece by piece and mark each bend. Then compare the whole length with the scale bar.',
        ],
        [
          'Why does a path measured on a map come out too short?',
          'A map cannot draw the smallest bends, so they are smoothed away. That is called generalisation.',
        ],
      ],
      choices: [
        [
          'Your paper strip along a path is 8 cm long on a map of 1:25 000. How long is the path?',
          ['2 km', '8 km', '3.2 km', '200 m'],
          'One centimetre is 250 m, and 8 × 250 m are 2 km.',
        ],
        [
          'Why is a path usually longer than what you measure on a map?',
          [
            'Small bends are left out on the map',
            'Paper stretches when it is printed',
            'The scale bar leaves out the first kilometre',
            'Paths are drawn too wide',
          ],
          'The map is generalised: bends that are too small to draw are smoothed. The width of the line changes nothing.',
        ],
      ],
      statement: [
        'The distance in a straight line is never longer than the distance along the path.',
        true,
        'The straight line is the shortest way between two points.',
      ],
      several: [
        'Which tools help to measure a winding path on a map?',
        ['A strip of paper', 'A piece of string', 'A map wheel'],
        ['A thermometer', 'A contour line'],
        'All three follow the bends. A contour line joins points of one height.',
      ],
      blank: [
        'Leaving small bends out of a map is called ___.',
        ['generalisation', 'generalization'],
        'A map is generalised so that it stays readable.',
      ],
    },
  ],
};
