import type { Part } from './topic.ts';

export const directionsAndPositions: Part = {
  title: 'Directions and positions',
  description:
    'How to take a direction with a compass, which north is meant, and how to name a place in numbers.',
  topics: [
    {
      title: 'Compass and bearings',
      words: /compass|bearing|direction/i,
      minutes: 25,
      objectives: [
        'Give a direction as a bearing in degrees',
        'Work out the bearing of the way back',
        'Set a map to the north with a compass',
      ],
      concepts: ['compass', 'bearing', 'back bearing', 'to set a map'],
      content: `## One number for a direction

“Somewhere to the left” finds no hut in fog. A **bearing** is a direction as an angle: from north, clockwise, in degrees from 0 to 360.

| direction | bearing |
| --- | --- |
| north | 0° |
| east | 90° |
| south | 180° |
| west | 270° |

## Setting the map

Lay the compass on the map, its edge along a line that runs north. Turn map and compass together until the needle points along that edge. Now the map is **set**: what is ahead of you on the map is ahead of you on the ground.

## From the map to the ground

1. Lay the edge of the compass from where you are to where you want to go.
2. Turn the housing until its lines run along the north lines of the map.
3. Hold the compass in front of you and turn *yourself* until the needle lies in its mark. The arrow on the base shows the way.

## The way back

The **back bearing** is the opposite direction: add 180°, and if that is 360° or more, take 360° away.

## A worked example

You walked to the hut on 240°. The way back is 240° + 180° = 420°, less 360°: 60°.

## Try it

Take the bearing from your door to a tower, walk there, and look back. Is your door at the back bearing?`,
      simple:
        'Stand on a huge clock face with the twelve at north. A bearing says how far round the face you must turn, but in 360 small steps instead of twelve. A quarter of the way is 90 degrees, which is east. To walk back you turn half a circle: 180 steps more.',
      notes: [
        'A bearing is an angle from north, clockwise.',
        'East is 90°, south 180°, west 270°.',
        'Back bearing: add 180°, and take 360° away if needed.',
        'A set map lies as the ground does.',
      ],
      takeaways: [
        'Always measure clockwise from north.',
        'Set the map before you compare it with the ground.',
        'The way back is half a circle further.',
      ],
      interview: [
        [
          'What is the back bearing of 300 degrees?',
          '120 degrees. 300 and 180 are 480, and 480 less 360 is 120.',
        ],
        [
          'What does it mean to set a map?',
          'To turn it until its north points north, so that directions on the map and on the ground are the same.',
        ],
      ],
      choices: [
        [
          'Which bearing is south-west?',
          ['225°', '135°', '315°', '45°'],
          'South is 180° and west 270°; halfway between is 225°. 135° is south-east.',
        ],
        [
          'You walk out on a bearing of 70°. Which bearing takes you back?',
          ['250°', '290°', '160°', '110°'],
          '70 and 180 are 250. 290 is 360 less 70, which is another direction.',
        ],
      ],
      statement: [
        'A bearing is measured clockwise from north.',
        true,
        'That is how it is defined: east, a quarter turn clockwise, is 90°.',
      ],
      several: [
        'Which pairs are a bearing and its back bearing?',
        ['30° and 210°', '300° and 120°'],
        ['90° and 180°', '45° and 315°'],
        'They differ by 180°. The other pairs differ by 90° and by 270°.',
      ],
      blank: [
        'The bearing of due west is ___ degrees.',
        ['270', '270°'],
        'Three quarters of a circle from north.',
      ],
    },
    {
      title: 'Three norths',
      words: /north|declination|magnetic|variation/i,
      minutes: 20,
      objectives: [
        'Tell true, grid and magnetic north apart',
        'Read the declination from the margin of a map',
        'Correct a bearing for the declination',
      ],
      concepts: ['true north', 'grid north', 'magnetic north', 'declination'],
      content: `## Which north?

There is more than one north, and where they differ by ten degrees a walker who mixes them up misses a hut by 170 metres in each kilometre.

- **True north** is the direction to the North Pole.
- **Grid north** is the direction of the vertical grid lines on your map. It differs a little from true north, because a flat grid cannot follow a round earth.
- **Magnetic north** is where the needle points. It is not at the pole, and it moves from year to year.

## Declination

The angle between true and magnetic north is the **declination**. The margin of a good map names it, with the year and how it changes. East of true north counts as plus, west as minus.

## From the map to the needle

\`\`\`text
magnetic bearing = true bearing - declination
\`\`\`

## A worked example

The map says 80°, the declination is 12° east, which is +12°. So the compass must show 80° − 12° = 68°. With 12° west, which is −12°, it would be 80° + 12° = 92°.

## When it matters

Where the declination is one or two degrees, a walker may leave it out. Over long distances, and where it is large, nobody may.

## Try it

Find the declination in the margin of a map of yours. How old is it, and how much has it changed since?`,
      simple:
        'Your map says “north is up”, and your compass says “north is there”. They are like two clocks that differ by some minutes. The difference is called declination. If you know how much it is, you can use both together; if you do not, you walk a little wrong and miss the more the further you go.',
      notes: [
        'True north: to the pole. Grid north: along the grid. Magnetic north: where the needle points.',
        'Declination is the angle from true north to magnetic north.',
        'Magnetic bearing = true bearing − declination, east being plus.',
        'Declination changes with place and year.',
      ],
      takeaways: [
        'Ask which north a bearing is measured from.',
        'The margin of the map names the declination and its year.',
        'A small angle becomes a large distance on a long way.',
      ],
      interview: [
        [
          'Why does the declination on an old map have to be corrected?',
          'Magnetic north moves, so the angle changes from year to year. The margin says by how much.',
        ],
        [
          'Why are grid north and true north not the same?',
          'The grid is flat and its lines are parallel, while lines to the pole on the round earth meet there.',
        ],
      ],
      choices: [
        [
          'To which north does the needle of a compass point?',
          ['Magnetic north', 'True north', 'Grid north', 'The North Star'],
          'The needle follows the magnetic field of the earth, whose pole is not the North Pole.',
        ],
        [
          'The true bearing is 100° and the declination is 5° east. What should the compass show?',
          ['95°', '105°', '100°', '85°'],
          '100 − 5 is 95. You would add 5 if the declination were west.',
        ],
      ],
      statement: [
        'The declination of a place stays the same for ever.',
        false,
        'Magnetic north moves, and the declination changes with it.',
      ],
      several: [
        'What does the declination depend on?',
        ['The place', 'The year'],
        ['The scale of the map', 'The height of the walker'],
        'It changes from place to place and from year to year. Scale has nothing to do with it.',
      ],
      blank: [
        'The angle between true north and magnetic north is called ___.',
        ['declination', 'magnetic declination', 'variation'],
        'It is the declination, which sailors call variation.',
      ],
    },
    {
      title: 'Grid references',
      words: /grid|coordinate|latitude|position in numbers/i,
      minutes: 25,
      objectives: [
        'Read the grid lines of a map',
        'Give a place in four and in six figures',
        'Say how exact a grid reference is',
      ],
      concepts: ['grid', 'easting', 'northing', 'six-figure reference'],
      content: `## A name for every place

Most places have no name. A **grid** gives each of them a number: vertical lines are counted to the east, horizontal ones to the north.

## Along first, then up

A reference begins with the **easting**, the number of the line to the left of the place, and goes on with the **northing**, the number of the line below it. A rule to remember: along the corridor, then up the stairs.

## Four figures, six figures

- Four figures, such as **45 72**, name a whole square. On many maps it is one kilometre wide.
- Six figures, such as **453 728**, name a tenth of it: you divide each side by eye into ten parts, and the place lies three tenths to the east and eight tenths to the north.

## A worked example

A chapel lies in the square between the lines 45 and 46 and above the line 72. It is about three tenths of the way from 45 to 46 and eight tenths of the way from 72 to 73. Its reference is 453 728.

## How exact is it?

In a grid of one kilometre a reference of four figures is exact to one kilometre, one of six figures to 100 metres, one of eight figures to 10 metres.

## Try it

Write down the six-figure references of three places and let somebody else find them on the map.`,
      simple:
        'It is like seats in a cinema: first the number of the seat along the row, then the row. On a map you first count how far to the right, then how far up. With more figures you point more exactly, as if you said which half of the seat you mean.',
      notes: [
        'Easting first, northing second.',
        'Four figures name a square, six figures a tenth of its side.',
        'In a grid of 1 km six figures are exact to 100 m.',
        'The reference names the lower left corner of a square.',
      ],
      takeaways: [
        'Along the corridor, then up the stairs.',
        'More figures are more exact.',
        'Say which map or which zone a reference belongs to.',
      ],
      interview: [
        [
          'How exact is a six-figure grid reference in a grid of one kilometre?',
          'To 100 metres: each side of the square is divided into ten parts.',
        ],
        [
          'What goes wrong when easting and northing are exchanged?',
          'You name another place, which may be many kilometres away, and nothing in the number shows the mistake.',
        ],
      ],
      choices: [
        [
          'In the reference 453 728, what is 453?',
          ['The easting', 'The northing', 'The height in metres', 'The number of the sheet'],
          'The easting comes first. 728 is the northing.',
        ],
        [
          'How large is the square that the reference 45 72 names in a grid of one kilometre?',
          ['1 km by 1 km', '100 m by 100 m', '10 m by 10 m', '10 km by 10 km'],
          'Four figures name the whole square. Six figures would name 100 m by 100 m.',
        ],
      ],
      statement: [
        'A six-figure reference is more exact than a four-figure one.',
        true,
        'It divides each side of the square into ten parts.',
      ],
      several: [
        'Which references lie in the square 45 72?',
        ['451 729', '459 720'],
        ['461 725', '455 731'],
        'They begin with 45 and with 72. The others begin with 46 and with 73.',
      ],
      blank: [
        'In a grid reference the easting comes first and the ___ second.',
        ['northing'],
        'Along first, then up.',
      ],
    },
  ],
};
