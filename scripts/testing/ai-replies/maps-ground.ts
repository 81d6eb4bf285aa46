import type { Part } from './topic.ts';

export const shapeOfTheGround: Part = {
  title: 'The shape of the ground',
  description:
    'How lines on flat paper tell you where it is steep, where water runs and what you will see.',
  topics: [
    {
      title: 'Contour lines',
      words: /contour|height|relief|elevation/i,
      minutes: 25,
      objectives: [
        'Explain what a contour line joins',
        'Read the height of a point between two contour lines',
        'Recognise a summit on a map',
      ],
      concepts: ['contour line', 'contour interval', 'index contour', 'summit'],
      content: `## Height on flat paper

Imagine a hill that stands in a lake. The water draws a line around it. Let the lake rise by ten metres, and it draws the next line. Seen from above, these lines are **contour lines**: each joins points of the same height.

## The contour interval

The step from one line to the next is the **contour interval**. It is the same on the whole map and stands in the legend, often 10 or 20 metres. Every fifth line is usually drawn thicker and carries its height; it is called an *index contour*. The numbers stand so that their top points uphill.

## A worked example

A well lies between the lines of 340 m and 350 m, a little nearer to the first. You may say that it lies at about 344 m. You cannot say it more exactly: what happens between two lines the map does not tell.

## Reading shapes

- Closed rings, one in the other, with rising numbers: a **summit**.
- Rings with falling numbers, often with small ticks inwards: a hollow.
- Lines never cross each other, and none ends on its own. Where they seem to run together there is a cliff.

## Try it

Make a fist and draw rings around your knuckles with a pen, one for each half centimetre of height. Lay your hand flat: you see a map of three or four summits.`,
      simple:
        'A contour line is like the ring that water leaves in a bathtub: every point on it has the same height. Draw many such rings, one for every ten metres, and look from above. Where the rings are small and closed, there is the top of a hill.',
      notes: [
        'A contour line joins points of the same height.',
        'The contour interval is the same on the whole map.',
        'Every fifth line is thicker and has its height written on it.',
        'Contour lines do not cross.',
        'Closed rings with rising numbers are a summit.',
      ],
      takeaways: [
        'One line, one height.',
        'The interval stands in the legend: look it up first.',
        'Between two lines you can only estimate.',
      ],
      interview: [
        [
          'What is a contour interval?',
          'It is the difference in height between one contour line and the next. It is the same on the whole map and stands in the legend.',
        ],
        [
          'How do you tell a summit from a hollow on a map?',
          'Both are closed rings. At a summit the numbers rise towards the middle; in a hollow they fall, and many maps add small ticks.',
        ],
      ],
      choices: [
        [
          'What do all points on one contour line have in common?',
          [
            'They have the same height',
            'They have the same distance from a summit',
            'They are equally steep',
            'They lie on the same path',
          ],
          'A contour line joins points of one height. Its distance from the summit may change all the way.',
        ],
        [
          'The contour interval is 20 m. You cross five contour lines uphill. By about how much have you climbed?',
          ['100 m', '20 m', '25 m', '500 m'],
          'Five steps of 20 m are 100 m.',
        ],
      ],
      statement: [
        'Two contour lines of different heights can cross each other.',
        false,
        'One point cannot have two heights. At a cliff the lines run close together.',
      ],
      several: [
        'What is true of contour lines?',
        ['Each joins points of one height', 'The step between them is the same on the whole map'],
        ['They show where paths run', 'They get a new colour every hundred metres on all maps'],
        'They show height and nothing else, and their interval does not change within a map.',
      ],
      blank: [
        'The difference in height between two neighbouring contour lines is the contour ___.',
        ['interval'],
        'It is called the contour interval.',
      ],
    },
    {
      title: 'Slopes and steepness',
      words: /slope|steep|gradient|incline/i,
      minutes: 25,
      objectives: [
        'Tell steep from gentle slopes by the distance of contour lines',
        'Work out a gradient in per cent',
        'Recognise convex and concave slopes',
      ],
      concepts: ['gradient', 'horizontal distance', 'convex slope', 'concave slope'],
      content: `## Near lines, steep ground

From one contour line to the next you always climb the same height. If the lines are near each other, you climb it on a short way: the slope is steep. If they are far apart, it is gentle. Where there are none, the ground is nearly flat.

## A number for it

The **gradient** is the height you gain divided by the distance on the flat:

\`\`\`text
gradient in per cent = height gained / horizontal distance × 100
\`\`\`

A gradient of 100 % is not a wall. It is a slope of 45 degrees: one metre up for one metre forward.

## A worked example

Between two points on a map of 1:25 000 lie 2 cm, and six contour lines of 10 m are crossed. The distance is 2 × 250 m = 500 m, the height 60 m. So the gradient is 60 / 500 × 100 = 12 %. That is steep for a cart and fine for feet.

## The shape of a slope

- **Convex**: gentle at the top and steep below. From above you do not see the foot of it.
- **Concave**: steep at the top and gentle below. You see all of it.

## Try it

Find the steepest and the gentlest place of a hill on your map, and work out both gradients.`,
      simple:
        'Think of stairs. All steps are equally high. If each step is short, the stairs are steep; if each step is long, they are easy. Contour lines are the edges of such steps, seen from above: near together means steep, far apart means gentle.',
      notes: [
        'Lines near together: steep. Lines far apart: gentle.',
        'Gradient = height gained / horizontal distance.',
        '100 % is a slope of 45 degrees.',
        'On a convex slope the foot is hidden from the top.',
      ],
      takeaways: [
        'The distance of the lines tells you how steep it is.',
        'Use the distance on the flat, as the map shows it.',
        'Twelve per cent is 12 m up for 100 m forward.',
      ],
      interview: [
        [
          'How do you see on a map that a slope is steep?',
          'Its contour lines are near together: the same height is gained on a shorter way.',
        ],
        [
          'What is a gradient of 100 per cent?',
          'As much height as distance: one metre up for each metre forward, which is a slope of 45 degrees.',
        ],
      ],
      choices: [
        [
          'Contour lines that are near each other show which kind of ground?',
          ['A steep slope', 'A gentle slope', 'Flat ground', 'A lake'],
          'The same height on a short way is steep. Far apart they would show a gentle slope.',
        ],
        [
          'You climb 50 m over a horizontal distance of 400 m. What is the gradient?',
          ['12.5 %', '8 %', '50 %', '350 %'],
          '50 / 400 × 100 is 12.5. 8 is what comes out when you divide the wrong way round.',
        ],
      ],
      statement: [
        'A gradient of 100 % is a vertical wall.',
        false,
        'It is a slope of 45 degrees: one metre up for one metre forward.',
      ],
      several: [
        'Which of these have a gradient of 10 %?',
        ['20 m up over 200 m', '5 m up over 50 m'],
        ['10 m up over 1000 m', '100 m up over 200 m'],
        '20/200 and 5/50 are a tenth; the others are 1 % and 50 %.',
      ],
      blank: [
        'A slope of 45 degrees has a gradient of ___ per cent.',
        ['100', 'a hundred', 'one hundred'],
        'Height and distance are equal there.',
      ],
    },
    {
      title: 'Valleys, ridges and running water',
      words: /valley|ridge|spur|water|river|stream|landform/i,
      minutes: 25,
      objectives: [
        'Tell a valley from a ridge by the bends of contour lines',
        'Say in which direction a stream flows',
        'Find a saddle between two summits',
      ],
      concepts: ['valley', 'ridge', 'saddle', 'watershed'],
      content: `## Bends with a meaning

Contour lines seldom run straight. Where they bend, the ground does something: it falls in to a **valley** or stands out as a **ridge**.

## V for valley

Look at the bend of the lines and at the numbers:

- If the bends point **uphill**, towards the higher numbers, you see a valley. A stream often runs through the points of the bends.
- If they point **downhill**, you see a ridge.

## Which way does the stream flow?

Water flows downhill, across the contour lines from high to low. Since the bends of a valley point uphill, a stream flows the *other* way than they point.

## A worked example

A blue line crosses lines of 520, 510 and 500 m. At each the line bends towards the 520. So the blue line is a stream in a valley, and it flows from the 520 to the 500.

## Saddles and watersheds

Between two summits the ground sinks and rises again: that is a **saddle**, often the easiest way across. Along a ridge runs a **watershed**: rain on the one side flows into one valley, rain on the other side into the other.

## Try it

Trace one stream on a map from its spring to the edge of the sheet, and put an arrow at each contour line it crosses.`,
      simple:
        'Hold your hand flat and spread the fingers. The fingers are ridges, the gaps are valleys. Rain runs off the fingers into the gaps. On a map the height lines bend around the fingers one way and into the gaps the other way, and the bend in a gap points to where the water comes from.',
      notes: [
        'Bends that point uphill: a valley.',
        'Bends that point downhill: a ridge.',
        'Water crosses contour lines from high to low.',
        'A saddle lies between two summits.',
        'A watershed parts the water of two valleys.',
      ],
      takeaways: [
        'Read bends together with numbers.',
        'A stream flows against the points of the bends.',
        'A saddle is often the easiest way over a ridge.',
      ],
      interview: [
        [
          'How can you tell the direction in which a stream flows?',
          'It flows from higher to lower contour lines. The bends of the lines in its valley point upstream.',
        ],
        [
          'What is a watershed?',
          'The line along high ground that parts the rain: on each side the water runs into another valley.',
        ],
      ],
      choices: [
        [
          'The bends of the contour lines point towards the higher numbers. What do you see?',
          ['A valley', 'A ridge', 'A summit', 'A plain'],
          'In a valley the bends point uphill. On a ridge they point downhill.',
        ],
        [
          'What is a saddle on a map?',
          [
            'The low place between two summits',
            'The highest point of a ridge',
            'The deepest point of a valley',
            'The spring of a stream',
          ],
          'A saddle is low along the ridge and high between the valleys.',
        ],
      ],
      statement: [
        'The bends of contour lines in a valley point downstream.',
        false,
        'They point uphill, and so upstream.',
      ],
      several: [
        'Where can you expect a stream?',
        ['Where the bends of contour lines point uphill', 'At the bottom of a valley'],
        ['Along the top of a ridge', 'Around a summit'],
        'Water gathers in valleys, and there the bends point uphill.',
      ],
      blank: [
        'The line along high ground that parts the water of two valleys is a ___.',
        ['watershed', 'divide', 'water divide'],
        'It is called a watershed, or a divide.',
      ],
    },
  ],
};
