import type { Part } from './topic.ts';

export const planningAWalk: Part = {
  title: 'Planning a walk',
  description:
    'How to choose a route, how long it will take, and how to know on the way where you are.',
  topics: [
    {
      title: 'Choosing a route',
      words: /route|plan|choos|prepare/i,
      minutes: 25,
      objectives: [
        'Compare two routes by length, climb and risk',
        'Divide a route into legs with clear ends',
        'Plan where to turn back',
      ],
      concepts: ['route', 'leg', 'handrail', 'escape route'],
      content: `## The shortest is not the best

A map shows many ways to the same hut. A good route is one that the slowest of your group can walk in the time there is, and leave if the weather turns.

## What to look at

| question | where the map tells it |
| --- | --- |
| How far is it? | scale, paper strip |
| How much does it climb? | contour lines |
| What lies in the way? | symbols: rivers without a bridge, cliffs, bogs |
| Where can we leave it? | other paths, roads, houses |

## Legs

Divide the way into **legs** that end where you cannot miss it: a bridge, a crossing, a hut. For each leg note the direction, the distance, the climb and the time.

## Handrails

A **handrail** is something long that you can follow without looking at the compass: a stream, a wall, the edge of a wood. A leg along a handrail is easy even in fog.

## A worked example

Route A is 6 km with 500 m of climb and crosses a river without a bridge. Route B is 9 km with 300 m of climb on paths along a stream. After a week of rain you choose B: it is longer, and it can be walked.

## When to turn back

Decide at home at which time you will turn back, and which **escape route** leads down from each leg. In the wind on a ridge nobody decides well.

## Try it

Plan a walk of three legs near your home. Write the four numbers for each.`,
      simple:
        'Planning a route is like planning to cross a busy town: you do not take the straight line, you take the streets with crossings, and you know where you could get on a bus. On a map you look for bridges instead of crossings, and for a way down instead of a bus.',
      notes: [
        'Compare length, climb, obstacles and ways out.',
        'A leg ends at a place that cannot be missed.',
        'A handrail can be followed without a compass.',
        'Fix the time to turn back before you start.',
      ],
      takeaways: [
        'Plan for the slowest.',
        'Divide the way into legs.',
        'Know how to get down from every leg.',
      ],
      interview: [
        [
          'What is a handrail in planning a route?',
          'Something long that runs along your way, such as a stream or a wall, so that you can follow it without a compass.',
        ],
        [
          'Why do you decide at home when to turn back?',
          'On the way you are tired and near the goal, and it is hard to give it up. A time that was fixed before protects you.',
        ],
      ],
      choices: [
        [
          'Where should a leg of a route end?',
          [
            'At a place that cannot be missed',
            'After exactly one kilometre',
            'In the middle of a wood',
            'Where the map sheet ends',
          ],
          'The end of a leg is where you check that you are right: a bridge, a crossing, a hut.',
        ],
        [
          'Which of these is a good handrail in fog?',
          ['The wall along a field', 'A single tree', 'A summit', 'The middle of a plain'],
          'A handrail is long and can be followed. A tree or a summit is one point.',
        ],
      ],
      statement: [
        'The route with the fewest kilometres is always the fastest.',
        false,
        'Climb, ground and obstacles can cost more time than distance.',
      ],
      several: [
        'What belongs to the plan of a leg?',
        ['Its distance', 'Its climb', 'Its direction'],
        ['The colour of the path', 'The price of the map'],
        'Distance, climb and direction are needed on the way, and the time follows from them.',
      ],
      blank: [
        'A way by which you can leave your route early is called an ___ route.',
        ['escape'],
        'It leads down to safety when the weather turns.',
      ],
    },
    {
      title: 'Estimating time',
      words: /time|naismith|how long|pace|speed/i,
      minutes: 20,
      objectives: [
        'Estimate walking time from distance and climb',
        'Adapt the rule to a group',
        'Compare the plan with the clock on the way',
      ],
      concepts: ['Naismith’s rule', 'pace', 'climb', 'rest'],
      content: `## Will there be light?

Whether you come home in daylight is a sum that you can do at the kitchen table.

## Naismith’s rule

In 1892 the Scottish climber William Naismith gave a simple rule. In the units of today it is often used like this:

- **12 minutes for each kilometre**, which is 5 km an hour,
- and **10 minutes for each 100 metres of climb**.

\`\`\`text
minutes = kilometres × 12 + metres of climb / 10
\`\`\`

It knows no rests, no mud and no children. Many groups count 15 minutes a kilometre.

## A worked example

A way of 8 km with 450 m of climb: 8 × 12 = 96 minutes, and 450 / 10 = 45 minutes. Together 141 minutes, about two hours and twenty minutes, without a rest.

## On the way

Note the time at the end of each leg. If the first leg took a quarter longer than planned, all of them will. Work out anew when you will arrive, and turn back in time.

## Downhill

A gentle way down is a little faster, a steep one is not: there you brake at each step. It is safer to count it like flat ground.

## Try it

Work out the time of a walk that you know, and compare it with how long you really need. What is your own number for a kilometre?`,
      simple:
        'Take twelve minutes for every kilometre, and ten more for every hundred metres that you climb. Add them up, and add your rests. It is like a recipe: it fits most people roughly, and after a few walks you know how much salt you need yourself.',
      notes: [
        '12 minutes for each kilometre.',
        '10 minutes for each 100 m of climb.',
        'Rests come on top.',
        'Compare plan and clock at the end of each leg.',
      ],
      takeaways: [
        'Minutes = km × 12 + climb / 10.',
        'Find the numbers of your own group.',
        'A late first leg makes a late day.',
      ],
      interview: [
        [
          'How long does a walk of 10 km with 600 m of climb take by Naismith’s rule?',
          '120 minutes for the distance and 60 for the climb: three hours without rests.',
        ],
        [
          'What does the rule leave out?',
          'Rests, rough ground, heavy loads, weather and how fit the group is.',
        ],
      ],
      choices: [
        [
          'How long do 5 km with 200 m of climb take, at 12 minutes a kilometre and 10 minutes for each 100 m?',
          ['80 minutes', '60 minutes', '62 minutes', '100 minutes'],
          '60 minutes for the distance and 20 for the climb are 80.',
        ],
        [
          'Your first leg took an hour instead of 48 minutes. What do you expect of the next one, which was planned with 40 minutes?',
          ['50 minutes', '40 minutes', '28 minutes', '52 minutes'],
          'You walk a quarter longer than planned: 40 minutes and a quarter of it are 50.',
        ],
      ],
      statement: [
        'Naismith’s rule already contains the rests.',
        false,
        'It counts walking and climbing only. Rests come on top.',
      ],
      several: [
        'What makes a walk take longer than the rule says?',
        ['Rests', 'Mud', 'A heavy load'],
        ['A map of a larger scale', 'A more exact compass'],
        'The rule assumes good ground, a light load and no rest. Maps and compasses do not change how fast you walk.',
      ],
      blank: [
        'At 12 minutes a kilometre you walk ___ kilometres in an hour.',
        ['5', 'five'],
        '60 / 12 is 5.',
      ],
    },
    {
      title: 'Knowing where you are',
      words: /where you are|position|lost|locat|resection|navigat/i,
      minutes: 25,
      objectives: [
        'Tick off features on the way',
        'Find your position with two bearings',
        'Act in a safe order when you are lost',
      ],
      concepts: ['ticking off', 'line of position', 'resection', 'catching feature'],
      content: `## Do not get lost in the first place

Finding out where you are is hard. Knowing it all the time is easy: keep your thumb on the map where you were last, and move it along.

## Ticking off

Before a leg, list what you will pass: a stream after 300 m, a wall after 700 m, then the bridge. **Tick off** each when you pass it. If the next one does not come, stop after a few minutes and not after an hour.

A **catching feature** lies behind your goal and cannot be overlooked, such as a road across your way. When you reach it you have gone too far.

## Two bearings

If you see two places that are on the map, you can work out where you are. This is called **resection**.

1. Take the bearing to the first place and work out the back bearing.
2. Draw a line from the place on the map in the direction of the back bearing. You are somewhere on this line.
3. Do the same with a second place. You are where the lines cross.

The angle between them should be between 60° and 120°. If the lines cross at a flat angle, a small mistake moves the crossing a long way.

## A worked example

You see the tower at 40° and the chapel at 130°. The back bearings are 220° and 310°. The lines cross at a right angle beside a stream, and there is a stream beside you.

## If you are lost

Stop. Look. Go back to where you were sure, if you can. If not, follow a handrail to safety.

## Try it

On your next walk write down the time at which you tick off each feature.`,
      simple:
        'Think of reading aloud with a finger under the words: you always know where you are. Keep your thumb on the map in the same way. And if you have lost the line: two friends who each point at you know where you are, for you stand where their two lines cross.',
      notes: [
        'Keep your thumb on the map.',
        'List what you will pass, and tick it off.',
        'You are where two back bearings cross.',
        'The best angle between them is near 90°.',
        'Lost: stop, look, go back to where you were sure.',
      ],
      takeaways: [
        'Knowing where you are all the time is easier than finding out.',
        'Two lines of position make a place.',
        'A catching feature tells you that you went too far.',
      ],
      interview: [
        [
          'How do you find your position with two known places?',
          'Take the bearing to each, draw the back bearings from them on the map, and look where the lines cross.',
        ],
        [
          'What is a catching feature?',
          'Something behind your goal that cannot be missed, such as a road. It tells you that you have gone too far.',
        ],
      ],
      choices: [
        [
          'Which angle between two bearings gives the surest position?',
          ['90°', '10°', '170°', '0°'],
          'At a right angle a small mistake moves the crossing least.',
        ],
        [
          'What do you do first when you notice that you are lost?',
          [
            'Stop and look',
            'Walk on faster',
            'Go straight downhill',
            'Leave the group to look for the path',
          ],
          'Each further step makes it harder to get back to where you were sure.',
        ],
      ],
      statement: [
        'With the bearing to one known place alone you know exactly where you are.',
        false,
        'One bearing gives a line. You need a second one, or another clue such as a path.',
      ],
      several: [
        'Which are good catching features?',
        ['A road across your way', 'A river behind the goal'],
        ['A single boulder', 'A change in the wind'],
        'They are long and cannot be missed. A boulder is easily passed by.',
      ],
      blank: [
        'Finding your position from the bearings to two known places is called ___.',
        ['resection'],
        'You draw the back bearings and look where they cross.',
      ],
    },
  ],
};
