package rtm_test

// schedules is how many TestModel draws: a page is slower.
const schedules = 200
