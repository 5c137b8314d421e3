const { default: Runner } = require('jest-runner');

/** Jest's own runner, which runs the files of a project one after the other in Jest's process. */
module.exports = class OneAfterTheOther extends Runner {
	isSerial = true;
};
